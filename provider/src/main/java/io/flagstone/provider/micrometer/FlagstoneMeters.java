package io.flagstone.provider.micrometer;

import io.flagstone.provider.internal.observe.Observed;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.cache.CacheManager;

/**
 * Meters of a manager's caches and nodes, for as long as the manager is open: caches and nodes that come later have theirs,
 * and those that go take theirs along. The names are in {@code docs/observing.md}; keys are never in them.
 *
 * <p>Caches count while meters are bound, whether JCache's statistics are enabled for them or not. Where a framework binds
 * the meters of caches already, as Spring Boot's actuator does, {@link #nodes} leaves them to it.
 */
public final class FlagstoneMeters implements MeterBinder, AutoCloseable {

    private final Observed observed;
    private final Iterable<Tag> tags;
    private final boolean caches;
    private final List<BoundMeters> bound = new CopyOnWriteArrayList<>();

    /**
     * Meters of caches and nodes, to be bound to a registry.
     *
     * @param manager one of Flagstone's
     * @throws IllegalArgumentException when the manager is not Flagstone's
     */
    public FlagstoneMeters(CacheManager manager) {
        this(manager, Tags.empty());
    }

    /**
     * The same with further tags on all meters.
     *
     * @throws IllegalArgumentException when the manager is not Flagstone's
     */
    public FlagstoneMeters(CacheManager manager, Iterable<Tag> tags) {
        this(manager.unwrap(Observed.class), tags, true);
    }

    private FlagstoneMeters(Observed observed, Iterable<Tag> tags, boolean caches) {
        this.observed = observed;
        this.tags = tags;
        this.caches = caches;
    }

    /**
     * Meters of the nodes only.
     *
     * @throws IllegalArgumentException when the manager is not Flagstone's
     */
    public static FlagstoneMeters nodes(CacheManager manager) {
        return new FlagstoneMeters(manager.unwrap(Observed.class), Tags.empty(), false);
    }

    /**
     * Binds the meters of caches and nodes.
     *
     * @throws IllegalArgumentException when the manager is not Flagstone's
     */
    public static FlagstoneMeters bind(CacheManager manager, MeterRegistry registry) {
        FlagstoneMeters meters = new FlagstoneMeters(manager);
        meters.bindTo(registry);
        return meters;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        BoundMeters meters = new BoundMeters(registry, observed, tags, caches);
        bound.add(meters);
        observed.observers().add(meters);
    }

    /** Takes the meters out of all registries. */
    @Override
    public void close() {
        for (BoundMeters meters : bound) {
            observed.observers().remove(meters);
            meters.close();
        }
        bound.clear();
    }
}
