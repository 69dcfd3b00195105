package io.flagstone.server;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.config.Option;
import io.flagstone.server.config.OptionException;
import io.flagstone.server.internal.access.Access;
import io.flagstone.server.internal.admin.AdminPort;
import io.flagstone.server.internal.net.Listener;
import io.flagstone.server.internal.observe.Observation;
import io.flagstone.server.internal.report.GeneralReport;
import io.flagstone.server.internal.report.NodeFacts;
import io.flagstone.server.internal.report.NodeRuntime;
import io.flagstone.server.internal.report.SocketTable;
import io.flagstone.server.internal.report.Version;
import io.flagstone.server.internal.stats.ConnectionCounts;
import io.flagstone.server.internal.stats.Counters;
import io.flagstone.server.internal.stats.Faults;
import io.flagstone.server.internal.stats.PrefixCounts;
import io.flagstone.server.internal.tls.Tls;
import io.flagstone.server.internal.warm.WarmRestart;
import io.flagstone.server.internal.watch.EngineLog;
import io.flagstone.server.internal.watch.Journal;
import io.flagstone.server.internal.watch.NotedMoves;
import io.flagstone.server.store.EngineContext;
import io.flagstone.server.store.EngineListener;
import io.flagstone.server.store.StorageEngine;
import io.flagstone.server.store.StoreClock;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * A running cache node. It speaks memcached's protocols, text and binary, on a TCP port until it is closed.
 *
 * <p>Many nodes may run in one JVM; they share nothing but the code and a pool of network buffers. All their threads are
 * daemons.
 */
public final class Node implements AutoCloseable {
    private final StorageEngine engine;
    private final Listener listener;
    private final NodeFacts facts;
    private final @Nullable AdminPort admin;
    private final @Nullable WarmRestart warm;
    private final AtomicBoolean closed = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);

    private Node(
            StorageEngine engine,
            Listener listener,
            NodeFacts facts,
            @Nullable AdminPort admin,
            @Nullable WarmRestart warm) {
        this.admin = admin;
        this.warm = warm;
        this.engine = engine;
        this.listener = listener;
        this.facts = facts;
    }

    /**
     * Starts a node; when this returns it accepts connections.
     *
     * @throws OptionException when the options contradict each other or ask for what this machine cannot give
     * @throws java.io.UncheckedIOException when the address cannot be bound
     */
    public static Node start(NodeOptions options) {
        return start(options, StoreClock.system());
    }

    /** Starts a node with a clock of its own: the time its items live by. */
    static Node start(NodeOptions options, StoreClock clock) {
        options.validated();
        DirectMemory.check(options.memory(), options.threads());
        EngineContext context = new EngineContext(options, Providers.keyHash(options), clock);
        WarmRestart warm = WarmRestart.of(options, clock);
        StorageEngine engine = engine(options, context, warm);
        try {
            NodeFacts facts = new NodeFacts(
                    options,
                    engine,
                    clock,
                    new Counters(),
                    new ConnectionCounts(options.number(Option.MAX_CONNECTIONS)),
                    new SocketTable(),
                    new Journal(Journal.systemMicros(), (int) options.bytes(Option.WATCHER_LOGBUF_SIZE)),
                    new PrefixCounts(options.text(Option.PREFIX_DELIMITER).charAt(0), options.is(Option.DETAIL)),
                    new Faults(System::nanoTime),
                    Access.of(options, clock::nanos),
                    new NodeRuntime(options),
                    observation(options));
            engine.listener(engineListener(facts));
            Tls tls = Tls.of(options);
            if (tls != null) {
                facts.runtime()
                        .onRefresh(() -> Reloading.failure(
                                "certificates", tls::reload, facts.observation().happenings()));
            }
            Listener listener = Listener.start(facts, tls);
            Node node = new Node(engine, listener, facts, admin(facts, listener), warm);
            facts.runtime().onStop(() -> elsewhere(node::close), () -> elsewhere(node::closeGracefully));
            return node;
        } catch (RuntimeException | Error e) {
            engine.close();
            if (warm != null) {
                giveBack(warm, engine);
            }
            throw e;
        }
    }

    private static StorageEngine engine(NodeOptions options, EngineContext context, @Nullable WarmRestart warm) {
        if (warm == null) {
            return Providers.engine(options, context);
        }
        try {
            StorageEngine engine = warm.open(() -> Providers.engine(options, context));
            warm.tell();
            return engine;
        } catch (RuntimeException | Error e) {
            warm.close();
            throw e;
        }
    }

    /** The node cannot start after all, for its port is taken perhaps; nobody was served, so the items may wait on. */
    private static void giveBack(WarmRestart warm, StorageEngine engine) {
        try (warm) {
            if (warm.restored() > 0) {
                warm.save(engine);
            }
        }
    }

    private static boolean hasAdmin(NodeOptions options) {
        return options.number(Option.ADMIN_PORT) >= 0;
    }

    private static Observation observation(NodeOptions options) {
        boolean samplesKeys = !options.text(Option.ADMIN_KEYS).equals("off");
        return hasAdmin(options)
                ? new Observation(true, samplesKeys, System::nanoTime, System::currentTimeMillis)
                : Observation.off();
    }

    private static EngineListener engineListener(NodeFacts facts) {
        EngineListener log = new EngineLog(facts.journal(), facts.clock());
        return hasAdmin(facts.options())
                ? new NotedMoves(log, facts.observation().happenings())
                : log;
    }

    private static @Nullable AdminPort admin(NodeFacts facts, Listener listener) {
        try {
            return hasAdmin(facts.options()) ? AdminPort.start(facts, listener) : null;
        } catch (RuntimeException | Error e) {
            listener.close();
            throw e;
        }
    }

    /** The version a node reports: memcached's whose protocol it speaks, then its own. */
    public static String version() {
        return Version.TEXT;
    }

    /**
     * Bytes off the heap that a node with these options may come to take: what {@code -XX:MaxDirectMemorySize} must allow
     * for it.
     */
    public static long directMemory(NodeOptions options) {
        return DirectMemory.needed(options.memory(), options.threads());
    }

    /**
     * The first TCP address it listens on, with the real port.
     *
     * @throws IllegalStateException when it listens on a unix socket
     */
    public InetSocketAddress address() {
        List<InetSocketAddress> addresses = addresses();
        if (addresses.isEmpty()) {
            throw new IllegalStateException("this node listens on a unix socket");
        }
        return addresses.get(0);
    }

    /** All TCP addresses it listens on, with the real ports; none when it listens on a unix socket. */
    public List<InetSocketAddress> addresses() {
        return listener.addresses();
    }

    /** The TCP port it listens on. */
    public int port() {
        return address().getPort();
    }

    /** Where its admin port is, with the real port; null when it has none. */
    public @Nullable InetSocketAddress adminAddress() {
        AdminPort port = admin;
        return port == null ? null : port.address();
    }

    /** What {@code stats} would answer now, by name and in that order. */
    public Map<String, String> statistics() {
        return GeneralReport.of(facts);
    }

    /**
     * Reads the files of certificates, passwords and rights again, as far as there are any. A bad one changes nothing:
     * what was read before stays in force.
     *
     * @return what was wrong, in words for the operator, without any secret; empty when everything was read
     */
    public List<String> reload() {
        List<String> wrong = new ArrayList<>();
        String certificates = facts.runtime().refreshCertificates();
        if (certificates != null) {
            wrong.add(certificates);
        }
        Access files = facts.access();
        if (!facts.runtime().hasCertificates() && !files.hasFiles()) {
            Reloading.ofNothing();
        }
        String access = files.hasFiles()
                ? Reloading.failure(
                        "passwords and rights",
                        files::reload,
                        facts.observation().happenings())
                : null;
        if (access != null) {
            wrong.add(access);
        }
        return wrong;
    }

    /** Event loops must not wait for their own end. */
    private static void elsewhere(Runnable closing) {
        Thread stopping = new Thread(closing, "flagstone-shutdown");
        stopping.setDaemon(true);
        stopping.start();
    }

    /** Waits until the node is closed, by whomever: its owner, or a client that may. */
    public void awaitClose() throws InterruptedException {
        ended.await();
    }

    /** Items that came back from the memory file at the start; 0 without one. */
    public long restored() {
        return warm == null ? 0 : warm.restored();
    }

    /**
     * Stops accepting, closes all connections, ends all threads. Off-heap memory goes with the next collection. With the
     * option {@code save} the items are left in the memory file. When the node is being closed already, this waits for that.
     */
    @Override
    public void close() {
        end(facts.options().is(Option.SAVE));
    }

    /** As {@link #close}, and leaves the items in the memory file, if there is one, for the next start: what SIGUSR1 does. */
    public void closeGracefully() {
        end(true);
    }

    private void end(boolean saves) {
        if (!closed.compareAndSet(false, true)) {
            awaitEnd();
            return;
        }
        AdminPort port = admin;
        WarmRestart file = warm;
        try (file;
                port) {
            if (port != null) {
                port.stopping();
            }
            listener.close();
            engine.close();
            if (file != null && saves) {
                file.save(engine);
            }
        } finally {
            ended.countDown();
        }
    }

    private void awaitEnd() {
        boolean interrupted = false;
        while (ended.getCount() > 0) {
            try {
                ended.await();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
