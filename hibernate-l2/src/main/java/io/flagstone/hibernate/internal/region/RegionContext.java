package io.flagstone.hibernate.internal.region;

import io.flagstone.hibernate.internal.record.Marks;
import io.flagstone.hibernate.internal.record.RecordOptions;
import io.flagstone.hibernate.internal.record.Sightings;
import io.flagstone.provider.codec.ClassAllowList;
import io.flagstone.provider.codec.Values;
import io.flagstone.provider.config.CacheOptions;
import io.flagstone.provider.config.FailurePolicy;
import io.flagstone.provider.entry.EntryClient;
import io.flagstone.provider.entry.EntrySpace;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.hibernate.cache.spi.RegionFactory;
import org.jspecify.annotations.Nullable;

/** What the regions of one session factory share. */
public final class RegionContext {

    private final RegionFactory factory;
    private final EntryClient client;
    private final ClassLoader loader;
    private final @Nullable String prefix;
    private final Duration lock;
    private final Duration tombstone;
    private final Sightings sightings = new Sightings();
    private volatile @Nullable Marks marks;

    /**
     * @param prefix before the names of regions on the nodes, or null
     * @param lock how long a transaction may hold what it changes
     * @param tombstone how long it is remembered that something was changed
     */
    public RegionContext(
            RegionFactory factory,
            EntryClient client,
            ClassLoader loader,
            @Nullable String prefix,
            Duration lock,
            Duration tombstone) {
        this.factory = factory;
        this.client = client;
        this.loader = loader;
        this.prefix = prefix;
        this.lock = lock;
        this.tombstone = tombstone;
    }

    RegionFactory factory() {
        return factory;
    }

    public EntryClient client() {
        return client;
    }

    ClassLoader loader() {
        return loader;
    }

    public @Nullable String prefix() {
        return prefix;
    }

    Duration lock() {
        return lock;
    }

    Sightings sightings() {
        return sightings;
    }

    /** The latest stamp that this JVM knows to be given; 0 where it knows none. */
    public long latestStamp() {
        Marks now = marks;
        return now == null ? 0 : now.known();
    }

    /** A result is missing. */
    void resultMissing() {
        Marks now = marks;
        if (now != null) {
            now.learn();
        }
    }

    @Nullable
    Marks marks() {
        return marks;
    }

    void marks(Marks opened) {
        marks = opened;
    }

    /**
     * The settings of a region, which are found by its name without the prefix.
     *
     * @throws io.flagstone.provider.failure.ConfigurationProblem when they name a codec that is not there: now, so that
     *     the application does not start
     */
    CacheOptions options(String region) {
        CacheOptions options = client.options(region);
        new Values(options, new ClassAllowList(List.of(), List.of()), loader);
        return options;
    }

    RecordOptions recordOptions(CacheOptions options) {
        return new RecordOptions(
                options.ttl(), options.lease(), lock, tombstone, options.failure() == FailurePolicy.FAIL);
    }

    /** The entries of a region. */
    EntrySpace space(String region, String kind, CacheOptions options, Collection<Class<?>> declared) {
        // no cache of JCache has such a name by accident
        String name = "hibernate:" + kind + ':' + (prefix == null ? "" : prefix + '.') + region;
        return client.space(name, options.withCodec(null), declared);
    }
}
