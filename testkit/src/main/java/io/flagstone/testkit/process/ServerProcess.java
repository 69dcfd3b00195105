package io.flagstone.testkit.process;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A memcached-speaking server in a process of its own, on a loopback port that stays the same over restarts.
 *
 * <p>Safe for use by several threads: a test may load the server from some while another kills it. The process ends
 * with {@link #close()}, or with this JVM at the latest.
 */
public final class ServerProcess implements AutoCloseable {
    private static final Duration READY = Duration.ofSeconds(30);
    private static final Duration PROBE = Duration.ofSeconds(2);
    private static final long PROBE_PAUSE_MILLIS = 10;
    private static final int PORTS_TRIED = 5;

    private final String name;
    private final ServerCommand command;
    private final InetAddress host;
    private final int port;
    private Process process;
    private OutputTail output;

    private ServerProcess(String name, ServerCommand command, InetAddress host, int port) {
        this.name = name;
        this.command = command;
        this.host = host;
        this.port = port;
        this.process = launch(command);
        this.output = OutputTail.follow(process.getInputStream());
    }

    /**
     * Starts a server on a free port and waits until it answers. Another port is tried if the server ends at once, for
     * the chosen one may have been taken in between.
     *
     * @throws IllegalStateException with the server's output, if it does not come up
     */
    public static ServerProcess start(String name, ServerCommand command) {
        return start(name, command, InetAddress.getLoopbackAddress());
    }

    /**
     * The same for a server on another address of this machine, for instance in a {@link NetworkNamespace}.
     *
     * @param host where the command makes the server listen
     */
    public static ServerProcess start(String name, ServerCommand command, InetAddress host) {
        IllegalStateException last = null;
        for (int attempt = 0; attempt < PORTS_TRIED; attempt++) {
            ServerProcess server = new ServerProcess(name, command, host, Ports.free());
            try {
                server.awaitReady(READY);
                return server;
            } catch (EndedEarly e) {
                last = e;
                server.close();
            } catch (RuntimeException e) {
                server.close();
                throw e;
            }
        }
        throw new IllegalStateException(name + " does not start: " + (last == null ? "" : last.getMessage()), last);
    }

    private Process launch(ServerCommand command) {
        return Child.start(new ProcessBuilder(command.forPort(port)).redirectErrorStream(true));
    }

    /** Where clients connect. */
    public InetSocketAddress address() {
        return new InetSocketAddress(host, port);
    }

    /** The address, for instance {@code 127.0.0.1:11211}. */
    public String hostAndPort() {
        return host.getHostAddress() + ":" + port;
    }

    /** The port, the same over restarts. */
    public int port() {
        return port;
    }

    /** The id of the present process; it changes with each restart. */
    public synchronized long pid() {
        return process.pid();
    }

    /** Whether the present process has not ended; a stopped one is alive. */
    public synchronized boolean isAlive() {
        return process.isAlive();
    }

    /** The last lines the present process printed. */
    public synchronized String output() {
        return output.text();
    }

    /** SIGKILL. When the call returns, the process is gone and its connections are reset. */
    public synchronized void kill9() {
        Child.kill9(process);
    }

    /** SIGSTOP: the kernel still accepts connections and bytes for it, and nothing answers. */
    public synchronized void stop() {
        Child.stop(process);
    }

    /** SIGCONT: goes on where {@link #stop()} held it. */
    public synchronized void resume() {
        Child.signal(process, "CONT");
    }

    /**
     * SIGTERM.
     *
     * @return the exit status
     * @throws IllegalStateException if the process still runs after {@code limit}
     */
    public synchronized int terminate(Duration limit) {
        process.destroy();
        return Child.awaitExit(process, limit);
    }

    /**
     * Ends the process by a signal that it may take its time for, such as memcached's {@code USR1}, at which it saves what is to be
     * there after a {@link #restart()}.
     *
     * @return the exit status
     * @throws IllegalStateException if the process still runs after {@code limit}
     */
    public synchronized int end(String signal, Duration limit) {
        Child.signal(process, signal);
        return Child.awaitExit(process, limit);
    }

    /** Kills the process if it still runs and starts a new one on the same port; returns when it answers. */
    public synchronized void restart() {
        replaceBy(command);
    }

    /**
     * Kills the process if it still runs and starts another program on the same port, until the next {@link #restart()}; returns when
     * it answers. One that ends at once is started again: where a process used io_uring, the kernel gives its port back some time
     * after it is gone.
     */
    public synchronized void replaceBy(ServerCommand other) {
        long deadline = System.nanoTime() + READY.toNanos();
        while (true) {
            Child.kill9(process);
            process = launch(other);
            output = OutputTail.follow(process.getInputStream());
            try {
                awaitReady(READY);
                return;
            } catch (EndedEarly e) {
                if (System.nanoTime() > deadline) {
                    throw e;
                }
                pause();
            }
        }
    }

    /**
     * Returns when the server answers {@code version}.
     *
     * @throws IllegalStateException with the server's output, if it ends or does not answer within {@code limit}
     */
    public synchronized void awaitReady(Duration limit) {
        TextProbe probe = new TextProbe(address(), PROBE);
        long deadline = System.nanoTime() + limit.toNanos();
        while (probe.version() == null) {
            requireAlive();
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException(name + " gives no answer within " + limit + "; output:\n" + output());
            }
            pause();
        }
        requireOurs(probe);
    }

    /** The general statistics by name, as the server tells them now. */
    public Map<String, String> stats() {
        return new TextProbe(address(), PROBE).stats();
    }

    /** Which one it says that it is. */
    public ServerVersion version() {
        return ServerVersion.of(stats().getOrDefault("version", ""));
    }

    /** A stranger may listen on our port while our own process is still about to fail on it. */
    private void requireOurs(TextProbe probe) {
        @Nullable String pid = probe.stats().get("pid");
        if (pid != null && !pid.equals("" + process.pid())) {
            Child.kill9(process);
            throw new EndedEarly("port " + port + " belongs to process " + pid);
        }
        requireAlive();
    }

    private void requireAlive() {
        if (!process.isAlive()) {
            throw new EndedEarly(
                    name + " ended with status " + process.exitValue() + "; output:\n" + output.lastWords());
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PROBE_PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while a server was starting", e);
        }
    }

    /** Ends the process by SIGKILL. */
    @Override
    public synchronized void close() {
        Child.kill9(process);
    }

    @Override
    public String toString() {
        return name + " at " + hostAndPort();
    }

    private static final class EndedEarly extends IllegalStateException {
        private static final long serialVersionUID = 1L;

        EndedEarly(String message) {
            super(message);
        }
    }
}
