package io.flagstone.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program that somebody else wrote, run to its end.
 *
 * @param install what makes it available, for the message where it is missing
 * @param directory where it runs
 * @param command the program and its first arguments
 */
record Program(String install, Path directory, List<String> command) {
    private static final int LIMIT_SECONDS = 120;

    /** A program of Debian's package, run in this directory. */
    static Program ofDebian(String packages, Path directory, String... command) {
        return new Program("on Debian: apt-get install " + packages, directory, List.of(command));
    }

    /** What it printed, on both streams, and its exit status. */
    record Result(int status, String output) {
        List<String> lines() {
            return output.lines().toList();
        }
    }

    /** Runs it with these arguments added. */
    Result run(String... arguments) {
        return run(new ProcessBuilder(), arguments);
    }

    /** As {@link #run(String...)}, with the environment of this builder. */
    Result run(ProcessBuilder builder, String... arguments) {
        List<String> line = new ArrayList<>(command);
        line.addAll(List.of(arguments));
        try {
            Process process = builder.command(line)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .start();
            String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(line + " does not end");
            }
            return new Result(process.exitValue(), text);
        } catch (IOException e) {
            throw new AssertionError(command.get(0) + " is not there; " + install, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new IOException("interrupted while " + line + " ran", e));
        }
    }
}
