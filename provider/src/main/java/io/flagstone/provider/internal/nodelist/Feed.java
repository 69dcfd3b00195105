package io.flagstone.provider.internal.nodelist;

import io.flagstone.provider.config.ManagerSetting;
import io.flagstone.provider.discovery.NodeListListener;
import io.flagstone.provider.discovery.NodeListing;
import io.flagstone.provider.discovery.SourceContext;
import io.flagstone.provider.failure.ConfigurationProblem;
import io.flagstone.provider.internal.link.Transport;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Takes what a source says, from its first list on, and lends it the threads of the manager. */
public final class Feed implements NodeListListener, SourceContext, AutoCloseable {

    private static final System.Logger LOG = System.getLogger(Feed.class.getName());
    private static final long MINUTE = 60_000_000_000L;

    private final Duration poll;
    private final Transport transport;
    private final AtomicLong failures = new AtomicLong();
    private volatile boolean closed;
    private @Nullable Consumer<NodeListing> taker;
    private @Nullable NodeListing last;
    private String problem = "it has said nothing yet";
    private long warnedAt = System.nanoTime() - MINUTE;

    public Feed(Duration poll, Transport transport) {
        this.poll = poll;
        this.transport = transport;
    }

    /**
     * The first list.
     *
     * @throws ConfigurationProblem when there is none, saying why
     */
    public synchronized NodeListing first(String location) {
        if (last == null) {
            throw new ConfigurationProblem(ManagerSetting.NODES_SOURCE.key() + "=" + location + ": " + problem);
        }
        return last;
    }

    /** From now on lists go there; what was said in between is not lost. */
    public synchronized void feeds(Consumer<NodeListing> fed) {
        taker = fed;
        if (last != null) {
            fed.accept(last);
        }
    }

    @Override
    public void listed(NodeListing listing) {
        Consumer<NodeListing> fed;
        synchronized (this) {
            last = listing;
            fed = taker;
        }
        if (fed != null && !closed) {
            fed.accept(listing);
        }
    }

    @Override
    public synchronized void failed(String why) {
        failures.incrementAndGet();
        problem = why;
        if (taker != null && System.nanoTime() - warnedAt >= MINUTE) {
            warnedAt = System.nanoTime();
            LOG.log(System.Logger.Level.WARNING, "the list of nodes stays as it is: {0}", why);
        }
    }

    /** How often the source could not be read, or said what is no list. */
    public long failures() {
        return failures.get();
    }

    @Override
    public Duration poll() {
        return poll;
    }

    @Override
    public Socket connect(InetSocketAddress address, Duration timeout) throws IOException {
        return transport.door().enter(address, (int) timeout.toMillis());
    }

    @Override
    public void repeat(Duration pause, Runnable task) {
        try {
            transport.schedule(() -> transport.execute(() -> again(pause, task)), pause.toNanos());
        } catch (RejectedExecutionException e) {
            LOG.log(System.Logger.Level.DEBUG, "the manager has been closed", e);
        }
    }

    private void again(Duration pause, Runnable task) {
        if (closed) {
            return;
        }
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "a task for the list of nodes failed, and is tried again", e);
        }
        repeat(pause, task);
    }

    @Override
    public void close() {
        closed = true;
    }
}
