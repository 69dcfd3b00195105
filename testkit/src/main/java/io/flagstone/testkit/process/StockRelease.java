package io.flagstone.testkit.process;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Which memcached. What runs on each of {@link #all()} runs on the later one as well, where there is one. */
public enum StockRelease {
    /** The operating system's, by the {@code PATH}. */
    INSTALLED {
        @Override
        Optional<Path> programIn(Map<String, String> environment) {
            String path = environment.getOrDefault("PATH", "") + File.pathSeparator + "/usr/bin";
            return Arrays.stream(path.split(File.pathSeparator))
                    .filter(directory -> !directory.isEmpty())
                    .map(directory -> Path.of(directory, "memcached"))
                    .filter(Files::isExecutable)
                    .findFirst();
        }

        @Override
        String remedy() {
            return "memcached is not on the PATH; install it, on Debian with: apt-get install memcached";
        }
    },
    /** A later one, where {@value #VARIABLE} names its program. */
    LATEST {
        @Override
        Optional<Path> programIn(Map<String, String> environment) {
            Optional<Path> program = Optional.ofNullable(environment.get(VARIABLE))
                    .filter(text -> !text.isEmpty())
                    .map(Path::of);
            program.filter(file -> !Files.isRegularFile(file) || !Files.isExecutable(file))
                    .ifPresent(file -> {
                        throw new IllegalStateException(VARIABLE + "=" + file
                                + " is no program that can be run; name one, or unset the variable");
                    });
            return program;
        }

        @Override
        String remedy() {
            return "there is no later memcached; name its program by " + VARIABLE;
        }
    };

    /**
     * The environment variable that names the program of {@link #LATEST}, by its whole path. It does not begin with
     * {@code FLAGSTONE_}, as those do which the provider takes for its settings.
     */
    public static final String VARIABLE = "LATEST_MEMCACHED";

    /** The program in such an environment. */
    abstract Optional<Path> programIn(Map<String, String> environment);

    abstract String remedy();

    /** The installed one, and the later one where there is one. The installed one may be missing: it is said when it is started. */
    public static List<StockRelease> all() {
        return Stream.of(values())
                .filter(release -> release == INSTALLED || release.program().isPresent())
                .toList();
    }

    /**
     * The program, if there is one.
     *
     * @throws IllegalStateException if one is named that cannot be run
     */
    public Optional<Path> program() {
        return programIn(System.getenv());
    }

    /**
     * The program.
     *
     * @throws IllegalStateException saying what to do, if it is missing
     */
    public Path require() {
        return program().orElseThrow(() -> new IllegalStateException(remedy()));
    }

    /** Which version it says that it is. */
    public ServerVersion version() {
        try {
            Process process = new ProcessBuilder(require().toString(), "-V").start();
            return ServerVersion.of(
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Starts one on a free loopback port, without UDP.
     *
     * @param options added to the command line, for instance {@code "-m", "64"}
     */
    public ServerProcess start(String... options) {
        return ServerProcess.start("stock memcached", command("127.0.0.1", options));
    }

    /**
     * The command line that makes it listen on this address, without UDP.
     *
     * @throws IllegalStateException saying what to do, if it is missing
     */
    public ServerCommand command(String host, String... options) {
        Path program = require();
        return port -> command(program, host, port, List.of(options));
    }

    private static List<String> command(Path program, String host, int port, List<String> options) {
        List<String> command = new ArrayList<>(List.of(program.toString(), "-l", host, "-p", "" + port, "-U", "0"));
        if ("root".equals(System.getProperty("user.name")) && !options.contains("-u")) {
            // memcached refuses to run as root unless it is told so.
            command.addAll(List.of("-u", "root"));
        }
        command.addAll(options);
        return command;
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
