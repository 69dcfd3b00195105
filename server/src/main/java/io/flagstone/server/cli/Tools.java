package io.flagstone.server.cli;

import io.flagstone.server.tool.Commands;
import io.flagstone.server.tool.console.Screen;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.util.Map;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/**
 * The operator's commands, apart from {@link Main} so that a node does not load them. The launcher says by system properties
 * which of the standard streams are terminals, for a JVM cannot tell them apart.
 */
public final class Tools {
    private static final String OUT_IS_TERMINAL = "flagstone.terminal.out";
    private static final String ERR_IS_TERMINAL = "flagstone.terminal.err";
    private static final String ROWS = "flagstone.terminal.rows";

    private Tools() {}

    /** Runs the command that the arguments name, and ends with its status. */
    public static void main(String[] words) {
        System.exit(everything(screen(System.getenv())).execute(words));
    }

    private static Screen screen(Map<String, String> environment) {
        boolean mayMove = environment.getOrDefault("NO_COLOR", "").isEmpty()
                && !environment.getOrDefault("TERM", "dumb").equals("dumb");
        return new Screen(
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err),
                mayMove && Boolean.getBoolean(OUT_IS_TERMINAL),
                mayMove && Boolean.getBoolean(ERR_IS_TERMINAL),
                Integer.getInteger(ROWS, 0));
    }

    /** With what only {@link Main} or the launcher does: they pass here to be completed. */
    private static CommandLine everything(Screen screen) {
        CommandLine all = Commands.over(screen, System.in);
        return all.addSubcommand(new Completion(
                screen,
                () -> all.addSubcommand("serve", Arguments.spec())
                        .addSubcommand("version", CommandSpec.create())
                        .addSubcommand("help", CommandSpec.create())));
    }
}
