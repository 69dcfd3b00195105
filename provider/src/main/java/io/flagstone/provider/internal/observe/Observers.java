package io.flagstone.provider.internal.observe;

import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.internal.stats.CacheCounters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Whoever listens to one client, and what there is to hear of. While nobody listens, no time is taken and nothing is made. */
public final class Observers {

    private static final System.Logger LOG = System.getLogger(Observers.class.getName());

    /** The beginning of a call that nobody will hear of. */
    private static final long UNHEARD = Long.MIN_VALUE;

    private final LongSupplier nanos;
    private final Set<ObservedNode> nodes = new LinkedHashSet<>();
    private final Map<String, CacheCounters> caches = new LinkedHashMap<>();
    private final AtomicBoolean logged = new AtomicBoolean();
    private volatile ClientListener[] listeners = {};

    /**
     * @param nanos the client's clock
     */
    public Observers(LongSupplier nanos) {
        this.nanos = nanos;
    }

    // --- who listens ---

    /** Tells it of all nodes and caches, and from now on of everything. */
    public synchronized void add(ClientListener listener) {
        List<ClientListener> all = new ArrayList<>(List.of(listeners));
        all.add(listener);
        listeners = all.toArray(ClientListener[]::new);
        nodes.forEach(node -> tell(listener, to -> to.joined(node)));
        caches.forEach((name, counters) -> tell(listener, to -> to.opened(name, counters)));
    }

    /** Tells it nothing any more. */
    public synchronized void remove(ClientListener listener) {
        List<ClientListener> all = new ArrayList<>(List.of(listeners));
        all.remove(listener);
        listeners = all.toArray(ClientListener[]::new);
    }

    // --- what there is ---

    /** The nodes that calls may go to, in the order in which they came. */
    public synchronized List<ObservedNode> nodes() {
        return List.copyOf(nodes);
    }

    public synchronized void joined(ObservedNode node) {
        if (nodes.add(node)) {
            tellAll(to -> to.joined(node));
        }
    }

    public synchronized void left(ObservedNode node) {
        if (nodes.remove(node)) {
            tellAll(to -> to.left(node));
        }
    }

    public synchronized void opened(String cache, CacheCounters counters) {
        caches.put(cache, counters);
        tellAll(to -> to.opened(cache, counters));
    }

    public synchronized void closed(String cache, CacheCounters counters) {
        caches.remove(cache, counters);
        tellAll(to -> to.closed(cache, counters));
    }

    // --- calls ---

    /** A call begins: what {@link #ended} needs to know. */
    public long begin() {
        return listeners.length == 0 ? UNHEARD : nanos.getAsLong();
    }

    /**
     * A call of one command has ended.
     *
     * @param node the last one that was asked, or null if none was found to ask
     * @param began what {@link #begin} answered
     */
    public void ended(
            @Nullable ObservedNode node,
            String cache,
            String command,
            long began,
            @Nullable FlagstoneException failure) {
        if (node == null) {
            return;
        }
        node.ended(failure);
        if (began != UNHEARD) {
            ended(new NodeCall(node.address(), cache, command, 1, nanos.getAsLong() - began, failure));
        }
    }

    /** Begins a round of calls to several nodes; null when nobody listens. */
    public @Nullable Round round() {
        return listeners.length == 0 ? null : new Round(this, nanos);
    }

    void ended(NodeCall call) {
        for (ClientListener listener : listeners) {
            tell(listener, to -> to.ended(call));
        }
    }

    private void tellAll(Consumer<ClientListener> what) {
        for (ClientListener listener : listeners) {
            tell(listener, what);
        }
    }

    private void tell(ClientListener listener, Consumer<ClientListener> what) {
        try {
            what.accept(listener);
        } catch (RuntimeException e) {
            if (logged.compareAndSet(false, true)) {
                LOG.log(
                        System.Logger.Level.WARNING,
                        "what listens to calls has failed, and they go on without it (this is told once)",
                        e);
            }
        }
    }
}
