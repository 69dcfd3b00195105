package io.flagstone.testkit.process;

import java.nio.file.Path;
import java.util.Optional;

/** The memcached of the operating system, as the tests' second opinion; {@link StockRelease} knows of a later one, too. */
public final class StockMemcached {
    private StockMemcached() {}

    /** The program, if it is installed. */
    public static Optional<Path> program() {
        return StockRelease.INSTALLED.program();
    }

    /**
     * The program.
     *
     * @throws IllegalStateException saying how to install it, if it is missing
     */
    public static Path require() {
        return StockRelease.INSTALLED.require();
    }

    /**
     * Starts one on a free loopback port, without UDP.
     *
     * @param options added to the command line, for instance {@code "-m", "64"}
     */
    public static ServerProcess start(String... options) {
        return StockRelease.INSTALLED.start(options);
    }

    /**
     * The command line that makes it listen on this address, without UDP.
     *
     * @throws IllegalStateException saying how to install it, if it is missing
     */
    public static ServerCommand command(String host, String... options) {
        return StockRelease.INSTALLED.command(host, options);
    }
}
