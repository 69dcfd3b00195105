package io.flagstone.server.support;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A stock memcached on loopback and a free port. Tests that compare with it fail where it is not installed. */
public final class StockMemcached implements AutoCloseable {
    private static final int ATTEMPTS = 100;

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
        int port = freePort();
        List<String> command =
                new ArrayList<>(List.of("memcached", "-l", "127.0.0.1", "-p", Integer.toString(port), "-U", "0"));
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("-u", "nobody"));
        }
        command.addAll(List.of(flags));
        try {
            ProcessBuilder builder = new ProcessBuilder(command);
            builder.environment().putAll(environment);
            Process process = builder.redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            awaitPort(port);
            return new StockMemcached(process, port);
        } catch (IOException e) {
            throw new AssertionError("memcached is not installed; on Debian: apt-get install memcached", e);
        }
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitPort(int port) {
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            try {
                new Socket("127.0.0.1", port).close();
                return;
            } catch (IOException e) {
                pause();
            }
        }
        throw new AssertionError("memcached did not start on port " + port);
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
