package io.flagstone.server.internal.admin;

import com.sun.net.httpserver.HttpServer;
import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.config.Option;
import io.flagstone.server.internal.metrics.MetricsPage;
import io.flagstone.server.internal.net.Listener;
import io.flagstone.server.internal.net.NotToBeHad;
import io.flagstone.server.internal.observe.Happening.Kind;
import io.flagstone.server.internal.report.NodeFacts;
import io.netty.util.concurrent.DefaultThreadFactory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * The port for those who look after the node. It is the JDK's HTTP server, with few threads, apart from those that serve
 * clients; it can only be read from, and asks nobody who they are.
 */
public final class AdminPort implements AutoCloseable {
    /** Answers under way; more wait. */
    private static final int THREADS = 4;

    private static final int BACKLOG = 16;
    private static final int ASKERS = 2;
    private static final long LIVE_MILLIS = 2_000;

    private final HttpServer server;
    private final Health health;
    private final ExecutorService workers = pool("flagstone-admin", THREADS);
    private final ExecutorService askers = pool("flagstone-admin-fleet", ASKERS);
    private final ScheduledExecutorService clock =
            Executors.newSingleThreadScheduledExecutor(new DefaultThreadFactory("flagstone-admin-clock", true));

    private AdminPort(HttpServer server, NodeFacts facts, Listener listener) {
        NodeOptions options = facts.options();
        this.server = server;
        this.health = new Health(listener::askLoops, listener::isOpen, LIVE_MILLIS);
        History history = new History();
        Sampler sampler = new Sampler(facts, listener, history);
        Fleet fleet = new Fleet(
                options.adminFleet(),
                listener.addresses(),
                FleetTerms.of(options),
                facts.observation().happenings(),
                askers);
        ConsoleData data = new ConsoleData(facts, listener, health, history, sampler, fleet);
        Site site = new Site(health, () -> MetricsPage.of(facts), data);
        boolean open = !server.getAddress().getAddress().isLoopbackAddress();
        HostNames names = new HostNames(options.text(Option.ADMIN_LISTEN), open);
        server.createContext("/", new Gate(names, site, facts.faults()));
        server.setExecutor(workers);
        clock.scheduleAtFixedRate(sampler, History.STEP_SECONDS, History.STEP_SECONDS, TimeUnit.SECONDS);
        clock.scheduleAtFixedRate(fleet::ask, 0, History.STEP_SECONDS, TimeUnit.SECONDS);
        facts.observation().happenings().note(Kind.NODE, "the node started");
    }

    private static ExecutorService pool(String name, int threads) {
        return Executors.newFixedThreadPool(threads, new DefaultThreadFactory(name, true));
    }

    /**
     * Binds and answers from now on.
     *
     * @throws UncheckedIOException when the address cannot be bound
     */
    public static AdminPort start(NodeFacts facts, Listener listener) {
        NodeOptions options = facts.options();
        InetSocketAddress wanted =
                new InetSocketAddress(options.text(Option.ADMIN_LISTEN), options.number(Option.ADMIN_PORT));
        HttpServer server;
        try {
            server = HttpServer.create(wanted, BACKLOG);
        } catch (IOException | UnresolvedAddressException e) {
            throw NotToBeHad.failure(wanted, "--admin-listen", "--admin-port", e);
        }
        AdminPort port = new AdminPort(server, facts, listener);
        port.run();
        return port;
    }

    /** The server's own thread is a daemon if the one is that starts it. */
    private void run() {
        Thread starter = new Thread(server::start, "flagstone-admin-start");
        starter.setDaemon(true);
        starter.start();
        try {
            starter.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Where it is bound, with the real port. */
    public InetSocketAddress address() {
        return server.getAddress();
    }

    /** The node stops from now on; that is still told. */
    public void stopping() {
        health.stopping();
    }

    @Override
    public void close() {
        clock.shutdownNow();
        askers.shutdownNow();
        server.stop(0);
        workers.shutdownNow();
    }
}
