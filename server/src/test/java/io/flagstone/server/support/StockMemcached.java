package io.flagstone.server.support;

import io.flagstone.testkit.process.Ports;
import io.flagstone.testkit.process.StockRelease;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A stock memcached on loopback and a free port, which may want TLS or a login, so that it is ready once it takes
 * connections. Tests that compare with it fail where it is not installed.
 */
public final class StockMemcached implements AutoCloseable {
    private static final int ATTEMPTS = 250;
    /** Somebody else may take a free port first. */
    private static final int PORTS_TRIED = 5;

    private final Process process;
    private final int port;

    private StockMemcached(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    public static StockMemcached start(String... flags) {
        return start(Map.of(), flags);
    }

    /** With this in its environment. */
    public static StockMemcached start(Map<String, String> environment, String... flags) {
        return start(StockRelease.INSTALLED, environment, flags);
    }

    /** This one, with this in its environment. */
    public static StockMemcached start(StockRelease release, Map<String, String> environment, String... flags) {
        for (int attempt = 0; attempt < PORTS_TRIED; attempt++) {
            StockMemcached memcached = launch(release, environment, flags);
            if (memcached.isReady()) {
                return memcached;
            }
            memcached.close();
        }
        throw new AssertionError("memcached does not start: memcached " + String.join(" ", flags));
    }

    private static StockMemcached launch(StockRelease release, Map<String, String> environment, String... flags) {
        int port = Ports.free();
        ProcessBuilder builder =
                new ProcessBuilder(release.command("127.0.0.1", flags).forPort(port));
        builder.environment().putAll(environment);
        try {
            Process process = builder.redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return new StockMemcached(process, port);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private boolean isReady() {
        for (int attempt = 0; attempt < ATTEMPTS && process.isAlive(); attempt++) {
            try {
                new Socket("127.0.0.1", port).close();
                return process.isAlive();
            } catch (IOException e) {
                pause();
            }
        }
        return false;
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    public int port() {
        return port;
    }

    public Process process() {
        return process;
    }

    @Override
    public void close() {
        process.destroy();
        try {
            process.waitFor(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
