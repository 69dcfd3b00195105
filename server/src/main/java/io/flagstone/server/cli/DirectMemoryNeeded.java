package io.flagstone.server.cli;

import io.flagstone.server.Node;
import io.flagstone.server.config.OptionException;
import picocli.CommandLine.ParameterException;

/**
 * Prints how much a JVM must allow off the heap, MiB, for a node with these arguments: the launcher asks where it cannot
 * read that itself. Wrong arguments are refused as {@link Main} does.
 */
public final class DirectMemoryNeeded {
    private static final long MEBIBYTE = 1 << 20;

    private DirectMemoryNeeded() {}

    /** Prints the number, or why there is none. */
    public static void main(String[] words) {
        try {
            long bytes = Node.directMemory(Arguments.parse(words).options());
            System.out.println((bytes + MEBIBYTE - 1) / MEBIBYTE);
        } catch (ParameterException | OptionException e) {
            System.exit(Main.refuse(System.err, e));
        }
    }
}
