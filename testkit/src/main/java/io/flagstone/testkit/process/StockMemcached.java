package io.flagstone.testkit.process;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The memcached of the operating system, as the tests' second opinion. */
public final class StockMemcached {
    private static final String PROGRAM = "memcached";

    private StockMemcached() {}

    /** The program, if it is installed. */
    public static Optional<Path> program() {
        String path = System.getenv().getOrDefault("PATH", "") + File.pathSeparator + "/usr/bin";
        return Arrays.stream(path.split(File.pathSeparator))
                .filter(directory -> !directory.isEmpty())
                .map(directory -> Path.of(directory, PROGRAM))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /**
     * The program.
     *
     * @throws IllegalStateException saying how to install it, if it is missing
     */
    public static Path require() {
        return program()
                .orElseThrow(() -> new IllegalStateException(
                        "memcached is not on the PATH; install it, on Debian with: apt-get install memcached"));
    }

    /**
     * Starts one on a free loopback port, without UDP.
     *
     * @param options added to the command line, for instance {@code "-m", "64"}
     */
    public static ServerProcess start(String... options) {
        return ServerProcess.start("stock memcached", command("127.0.0.1", options));
    }

    /**
     * The command line that makes it listen on this address, without UDP.
     *
     * @throws IllegalStateException saying how to install it, if it is missing
     */
    public static ServerCommand command(String host, String... options) {
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
}
