package io.flagstone.provider.micrometer;

import io.flagstone.provider.internal.observe.ClientListener;
import io.flagstone.provider.internal.observe.FailureKind;
import io.flagstone.provider.internal.observe.NodeCall;
import io.flagstone.provider.internal.observe.Observed;
import io.flagstone.provider.internal.observe.ObservedNode;
import io.flagstone.provider.internal.stats.CacheCounters;
import io.flagstone.provider.internal.stats.CacheCounters.Figure;
import io.flagstone.provider.internal.stats.Unreadable;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * The meters of one manager in one registry. Those of caches have the names and tags of Micrometer's own binder for JCache,
 * and the tags that Spring Boot adds: a registry takes only one set of tags for a name.
 */
final class BoundMeters implements ClientListener {

    /** The states that are told apart, as {@link ObservedNode#state} writes them. */
    private static final List<String> STATES = List.of("up", "returning", "suspect", "down");

    /** The ends of the histogram: less is faster than any network, more than most timeouts. Guesses. */
    private static final Duration FASTEST = Duration.ofNanos(50_000);

    private static final Duration SLOWEST = Duration.ofSeconds(10);

    private static final String RENEWALS = "Entries that this client renewed in the background";

    private static final String WARM_UPS = "Entries asked of the former owners of their keys";

    /** The meters of one cache or node. */
    private record Group(Object of, List<Meter> meters) {}

    private final MeterRegistry registry;
    private final Tags tags;
    private final boolean withCaches;
    private final Map<String, Group> caches = new HashMap<>();
    private final Map<String, Group> nodes = new HashMap<>();
    private final Map<String, Timer> latencies = new ConcurrentHashMap<>();
    private boolean closed;

    BoundMeters(MeterRegistry registry, Observed observed, Iterable<Tag> tags, boolean withCaches) {
        this.registry = registry;
        this.tags = Tags.of(tags).and("cache.manager", observed.title());
        this.withCaches = withCaches;
        // of all managers of this JVM, so without the tags of one
        FunctionCounter.builder("flagstone.unreadable.entries", this, none -> Unreadable.count())
                .description("Entries that this JVM could not read and took for absent")
                .register(registry);
    }

    // --- caches ---

    @Override
    public synchronized void opened(String cache, CacheCounters counters) {
        if (!withCaches || closed) {
            return;
        }
        counters.watch();
        Tags own = tags.and("cache", cache, "name", cache);
        List<Meter> meters = new ArrayList<>();
        meters.add(counter("cache.gets", own.and("result", "hit"), counters, CacheCounters::hits, "Reads that found"));
        meters.add(counter(
                "cache.gets", own.and("result", "miss"), counters, CacheCounters::misses, "Reads that did not"));
        meters.add(counter("cache.puts", own, counters, CacheCounters::puts, "Entries written"));
        meters.add(counter("cache.removals", own, counters, CacheCounters::removals, "Entries removed"));
        meters.add(figure("reads", own.and("from", "copy"), counters, Figure.COPY_READS, "Reads not of the owner"));
        meters.add(figure("reads", own.and("from", "stale"), counters, Figure.STALE_READS, "Reads after the end"));
        meters.add(figure("copies.missing", own, counters, Figure.COPIES_MISSING, "Copies not made"));
        meters.add(figure("renewals", own.and("result", "made"), counters, Figure.RENEWALS_MADE, RENEWALS));
        meters.add(figure("renewals", own.and("result", "late"), counters, Figure.RENEWALS_LATE, RENEWALS));
        meters.add(figure("renewals", own.and("result", "failed"), counters, Figure.RENEWALS_FAILED, RENEWALS));
        meters.add(figure("warm.ups", own.and("result", "taken"), counters, Figure.WARMED, WARM_UPS));
        meters.add(figure("warm.ups", own.and("result", "missing"), counters, Figure.WARM_MISSES, WARM_UPS));
        replace(caches, cache, new Group(counters, meters));
    }

    @Override
    public synchronized void closed(String cache, CacheCounters counters) {
        Group group = caches.get(cache);
        if (group != null && group.of() == counters) {
            caches.remove(cache);
            end(group);
        }
    }

    // --- nodes ---

    @Override
    public synchronized void joined(ObservedNode node) {
        if (closed) {
            return;
        }
        String name = node.address().name();
        Group before = nodes.remove(name);
        if (before != null) {
            end(before);
        }
        Tags own = tags.and("node", name);
        List<Meter> meters = new ArrayList<>();
        meters.add(counter("flagstone.node.commands", own, node, ObservedNode::commands, "Commands waited for"));
        for (FailureKind kind : FailureKind.values()) {
            Tags kinds = own.and("kind", kind.word());
            meters.add(counter("flagstone.node.errors", kinds, node, n -> n.failures(kind), "Commands that failed"));
        }
        meters.add(counter("flagstone.node.reconnects", own, node, ObservedNode::reconnects, "Later connections"));
        meters.add(counter("flagstone.node.suspicions", own, node, ObservedNode::suspicions, "Times left alone"));
        meters.add(gauge("flagstone.node.debts", own, node, ObservedNode::debts, "Invalidations owed"));
        for (String state : STATES) {
            meters.add(gauge(
                    "flagstone.node.state",
                    own.and("state", state),
                    node,
                    n -> n.state().equals(state) ? 1 : 0,
                    "1 in the state that the node is in"));
        }
        Timer latency = latency(own);
        meters.add(latency);
        latencies.put(name, latency);
        nodes.put(name, new Group(node, meters));
    }

    @Override
    public synchronized void left(ObservedNode node) {
        String name = node.address().name();
        Group group = nodes.get(name);
        if (group != null && group.of() == node) {
            nodes.remove(name);
            latencies.remove(name);
            end(group);
        }
    }

    /** What never went to the node says nothing of how fast that is. */
    @Override
    public void ended(NodeCall call) {
        Timer latency = latencies.get(call.node().name());
        boolean sent = call.failure() == null || FailureKind.of(call.failure()) != FailureKind.UNAVAILABLE;
        if (latency != null && sent) {
            latency.record(call.nanos(), TimeUnit.NANOSECONDS);
        }
    }

    // --- helpers ---

    private Timer latency(Tags own) {
        return Timer.builder("flagstone.node.latency")
                .tags(own)
                .description("From the first command of a call to the last answer")
                .publishPercentileHistogram()
                .minimumExpectedValue(FASTEST)
                .maximumExpectedValue(SLOWEST)
                .register(registry);
    }

    private Meter figure(String name, Tags own, CacheCounters of, Figure figure, String description) {
        return counter("flagstone.cache." + name, own, of, counters -> counters.sum(figure), description);
    }

    private <T> Meter counter(String name, Tags own, T of, ToDoubleFunction<T> value, String description) {
        return FunctionCounter.builder(name, of, value)
                .tags(own)
                .description(description)
                .register(registry);
    }

    private <T> Meter gauge(String name, Tags own, T of, ToDoubleFunction<T> value, String description) {
        return Gauge.builder(name, of, value).tags(own).description(description).register(registry);
    }

    private void replace(Map<String, Group> groups, String name, Group group) {
        Group before = groups.put(name, group);
        if (before != null) {
            end(before);
        }
    }

    private void end(Group group) {
        group.meters().forEach(registry::remove);
        if (group.of() instanceof CacheCounters counters) {
            counters.unwatch();
        }
    }

    /** Takes all meters out of the registry, except the one of the JVM. */
    synchronized void close() {
        closed = true;
        caches.values().forEach(this::end);
        nodes.values().forEach(this::end);
        caches.clear();
        nodes.clear();
        latencies.clear();
    }
}
