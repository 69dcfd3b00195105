package io.flagstone.testkit.router;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.flagstone.testkit.process.Ports;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.zip.CRC32;

/**
 * One address in front of several nodes: sends each meta command to the node of its key, and hands the answers back in the order of
 * the requests. A client keeps its connection whatever happens to the nodes; where one is away, or silent for too long, the
 * router answers with an error of its own, and what it has sent may still be carried out.
 *
 * <pre>
 *   client === one connection ===&gt; router --- one connection for each client and node ---&gt; nodes
 * </pre>
 *
 * <p>Commands without a key it does not know, {@code mn} excepted. Safe for use by several threads; meant for tests with a few
 * clients.
 */
public final class Router implements AutoCloseable {

    private static final int BACKLOG = 50;
    private static final int PORTS_TRIED = 5;

    private final List<InetSocketAddress> nodes;
    private final boolean failsOver;
    private final Duration patience;
    private final ServerSocket listener;
    private final Collection<RoutedClient> clients = new ConcurrentLinkedQueue<>();
    private final AtomicInteger accepted = new AtomicInteger();
    private final List<Runnable> held = new ArrayList<>();
    private Predicate<String> holds = line -> false;
    private Predicate<String> fails = line -> false;

    private Router(List<InetSocketAddress> nodes, boolean failsOver, Duration patience) throws IOException {
        this.nodes = List.copyOf(nodes);
        this.failsOver = failsOver;
        this.patience = patience;
        this.listener = new ServerSocket(Ports.free(), BACKLOG, InetAddress.getLoopbackAddress());
    }

    /** One that never sends a key to another node than its own. */
    public static Router steady(List<InetSocketAddress> nodes, Duration patience) {
        return started(nodes, false, patience);
    }

    /** One that sends keys to the next node that takes connections, while their own does not. */
    public static Router failingOver(List<InetSocketAddress> nodes, Duration patience) {
        return started(nodes, true, patience);
    }

    private static Router started(List<InetSocketAddress> nodes, boolean failsOver, Duration patience) {
        IOException last = null;
        for (int attempt = 0; attempt < PORTS_TRIED; attempt++) {
            try {
                Router router = new Router(nodes, failsOver, patience);
                RoutedClient.daemon("router-accept", router::accept);
                return router;
            } catch (IOException e) {
                last = e; // somebody was faster
            }
        }
        throw new IllegalStateException("A router finds no port", last);
    }

    /** The address as {@code 127.0.0.1:port}. */
    public String hostAndPort() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    /** How many connections clients have made so far. */
    public int accepted() {
        return accepted.get();
    }

    /** The index of the node that owns the key. */
    public int nodeOf(String key) {
        CRC32 crc = new CRC32();
        crc.update(key.getBytes(US_ASCII));
        return (int) (crc.getValue() % nodes.size());
    }

    /**
     * From now on requests whose line is of this kind are not handed on, and others overtake them.
     *
     * @see #release()
     */
    public synchronized void hold(Predicate<String> lines) {
        holds = lines;
    }

    /**
     * From now on requests whose line is of this kind are held as well, and answered at once by an error.
     *
     * @see #release()
     */
    public synchronized void fail(Predicate<String> lines) {
        fails = lines;
    }

    /** Hands on what was held. */
    public void release() {
        List<Runnable> ready;
        synchronized (this) {
            holds = line -> false;
            fails = line -> false;
            ready = List.copyOf(held);
            held.clear();
        }
        ready.forEach(Runnable::run);
    }

    /** How many requests are held now. */
    public synchronized int heldBack() {
        return held.size();
    }

    /**
     * Sends now, or when nothing is held any more.
     *
     * @param sending sends the request and hands back its answer
     */
    void pass(String line, CompletableFuture<byte[]> answer, Consumer<CompletableFuture<byte[]>> sending) {
        synchronized (this) {
            if (fails.test(line)) {
                answer.complete(Backend.error("it is not known what became of this"));
                held.add(() -> sending.accept(new CompletableFuture<>()));
                return;
            }
            if (holds.test(line)) {
                held.add(() -> sending.accept(answer));
                return;
            }
        }
        sending.accept(answer);
    }

    /** The nodes that a key may be sent to, in this order. */
    List<Integer> waysOf(String key) {
        List<Integer> ways = new ArrayList<>();
        int owner = nodeOf(key);
        for (int i = 0; i < (failsOver ? nodes.size() : 1); i++) {
            ways.add((owner + i) % nodes.size());
        }
        return ways;
    }

    InetSocketAddress address(int node) {
        return nodes.get(node);
    }

    /** How long a node may take for an answer. */
    Duration patience() {
        return patience;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                socket.setTcpNoDelay(true);
                RoutedClient client = new RoutedClient(this, socket);
                accepted.incrementAndGet();
                clients.add(client);
                client.start();
            } catch (IOException closedOrGone) {
                // the loop ends when the listener is closed
            }
        }
    }

    /** Ends all connections and stops listening. */
    @Override
    public void close() {
        try {
            listener.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            clients.forEach(RoutedClient::close);
        }
    }
}
