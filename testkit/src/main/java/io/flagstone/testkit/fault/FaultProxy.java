package io.flagstone.testkit.fault;

import io.flagstone.testkit.process.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Collection;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * A TCP proxy on loopback between clients and one server, with faults that can be switched while it runs. Without faults
 * it changes nothing. Faults concern all connections, those that are open and those to come, until {@link #heal()}.
 *
 * <pre>
 *   client --- takes in, notes when due ---&gt; sends on --- server
 *   client &lt;--- sends on --- takes in, notes when due --- server
 * </pre>
 *
 * <p>Two threads for each direction of each connection: meant for tests with dozens of connections, not thousands. Safe
 * for use by several threads.
 */
public final class FaultProxy implements AutoCloseable {
    private static final int BACKLOG = 50;
    private static final int CONNECT_MILLIS = 5_000;

    private final InetSocketAddress server;
    private final int port;
    private final SplittableRandom random;
    private final Map<Direction, Wire> wires = new EnumMap<>(Direction.class);
    private final Turns turns = new Turns();
    private final Collection<ProxiedConnection> connections = new ConcurrentLinkedQueue<>();
    private @Nullable Listener listener;
    private @Nullable DeafPort deaf;

    private FaultProxy(InetSocketAddress server, long seed) {
        this.server = server;
        this.port = Ports.free();
        this.random = new SplittableRandom(seed);
        for (Direction direction : Direction.values()) {
            wires.put(direction, new Wire(direction, turns));
        }
    }

    /**
     * Starts a proxy.
     *
     * @param server where connections are passed on to
     * @param seed of the jitter
     */
    public static FaultProxy to(InetSocketAddress server, long seed) {
        FaultProxy proxy = new FaultProxy(server, seed);
        proxy.listen();
        return proxy;
    }

    /** Where clients connect; the port stays the same. */
    public InetSocketAddress address() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    /** The address as {@code 127.0.0.1:port}. */
    public String hostAndPort() {
        return "127.0.0.1:" + port;
    }

    /**
     * How often clients have spoken after the server: the round trips of a single thread that waits for each answer.
     * What it sends in one go counts once, over however many connections; nothing else may be talking meanwhile.
     */
    public long roundTrips() {
        return turns.count();
    }

    /**
     * From now on bytes arrive this much later, and up to {@code jitter} later still. Those of one connection keep their
     * order; with jitter, those of different connections overtake each other.
     */
    public void delay(Direction direction, Duration least, Duration jitter) {
        wire(direction).delay(least, jitter);
    }

    /**
     * From now on some packets are lost on the way, as TCP shows it: nothing is missing, but the bytes, and all behind them on
     * the same connection, wait until they have been sent again.
     *
     * @param share of the pieces that are lost, between 0 and 1
     * @param repetition how long it takes until a piece has been sent again
     */
    public void lose(Direction direction, double share, Duration repetition) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("Cannot lose a share of " + share);
        }
        wire(direction).lose(share, repetition);
    }

    /** From now on bytes wait, as behind a link that is down; they arrive when the proxy heals. */
    public void hold(Direction direction) {
        wire(direction).hold();
    }

    /**
     * From now on bytes are lost for ever, and nobody is told; when the proxy heals, the streams go on with a hole in them. No
     * network does that to a connection that lives, but a client must notice.
     */
    public void swallow(Direction direction) {
        wire(direction).swallow();
    }

    /** From now on bytes arrive one by one, so many a second. */
    public void drip(Direction direction, long bytesPerSecond) {
        if (bytesPerSecond <= 0) {
            throw new IllegalArgumentException("Cannot drip " + bytesPerSecond + " bytes a second");
        }
        wire(direction).drip(bytesPerSecond);
    }

    /** Lets so many bytes more through, and then, in the middle of whatever it is, resets the connection, once. */
    public void resetAfter(Direction direction, long bytes) {
        wire(direction).resetAfter(bytes);
    }

    /** Resets all open connections on both sides. */
    public void cut() {
        connections.forEach(ProxiedConnection::reset);
        connections.clear();
    }

    /**
     * Resets all open connections on one side and leaves the other connected to nobody: half open.
     *
     * @param side the side that is told: {@code TO_SERVER} resets the server and leaves the clients waiting
     */
    public void cutOnly(Direction side) {
        connections.forEach(connection -> connection.resetOnly(side));
    }

    /** From now on connections are refused; those that are open stay. */
    public synchronized void refuse() {
        endDeafness();
        if (listener != null) {
            listener.end();
            listener = null;
        }
    }

    /**
     * A black hole: bytes wait in both directions, and nobody answers to those who connect, neither by yes nor by no.
     */
    public synchronized void blackHole() {
        refuse();
        hold(Direction.TO_SERVER);
        hold(Direction.TO_CLIENT);
        try {
            deaf = DeafPort.on(address());
        } catch (IOException e) {
            throw new UncheckedIOException("Proxy on port " + port, e);
        }
    }

    /** Ends all faults: bytes that were held arrive, connections are accepted. What was lost stays lost. */
    public void heal() {
        wires.values().forEach(Wire::heal);
        accept();
    }

    /** Accepts connections again, and leaves other faults as they are. */
    public synchronized void accept() {
        endDeafness();
        listen();
    }

    private Wire wire(Direction direction) {
        return Objects.requireNonNull(wires.get(direction));
    }

    private void endDeafness() {
        if (deaf != null) {
            deaf.close();
            deaf = null;
        }
    }

    private synchronized void listen() {
        if (listener != null) {
            return;
        }
        try {
            ServerSocket socket = new ServerSocket();
            // Connections accepted earlier may still hold the port.
            socket.setReuseAddress(true);
            socket.bind(address(), BACKLOG);
            listener = new Listener(socket, new Thread(() -> accept(socket), "proxy-accept"));
            listener.acceptor().setDaemon(true);
            listener.acceptor().start();
        } catch (IOException e) {
            throw new UncheckedIOException("Proxy on port " + port, e);
        }
    }

    private void accept(ServerSocket socket) {
        while (!socket.isClosed()) {
            try {
                passOn(socket.accept());
            } catch (IOException closedOrServerGone) {
                // The next client may have better luck; a closed listener ends the loop.
            }
        }
    }

    private void passOn(Socket client) throws IOException {
        Socket behind = new Socket();
        try {
            behind.connect(server, CONNECT_MILLIS);
            client.setTcpNoDelay(true);
            behind.setTcpNoDelay(true);
        } catch (IOException e) {
            closeQuietly(client);
            closeQuietly(behind);
            throw e;
        }
        ProxiedConnection connection = new ProxiedConnection(
                client, behind, wire(Direction.TO_SERVER), wire(Direction.TO_CLIENT), random.split());
        connections.removeIf(ProxiedConnection::isClosed);
        connections.add(connection);
        connection.start();
    }

    private record Listener(ServerSocket socket, Thread acceptor) {
        /** The port is free only when the thread has left its call. */
        void end() {
            closeQuietly(socket);
            try {
                acceptor.join(2 * CONNECT_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Exception alreadyBroken) {
            // It is closed all the same.
        }
    }

    /** Resets everything and stops listening. */
    @Override
    public void close() {
        refuse();
        cut();
    }
}
