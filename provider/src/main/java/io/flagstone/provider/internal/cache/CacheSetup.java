package io.flagstone.provider.internal.cache;

import io.flagstone.provider.codec.ClassAllowList;
import io.flagstone.provider.config.CacheMode;
import io.flagstone.provider.config.CacheOptions;
import io.flagstone.provider.config.FlagstoneConfiguration;
import io.flagstone.provider.config.ManagerSetting;
import io.flagstone.provider.config.PlacementOptions.Endpoint;
import io.flagstone.provider.failure.ConfigurationProblem;
import io.flagstone.provider.internal.cluster.Cluster;
import io.flagstone.provider.internal.entry.EntryStore;
import io.flagstone.provider.internal.entry.EntryStores;
import io.flagstone.provider.internal.stats.CacheCounters;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.Factory;
import javax.cache.expiry.EternalExpiryPolicy;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.expiry.ModifiedExpiryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * What a new cache needs from its manager.
 *
 * @param managerUri the manager's URI, for the names of beans
 * @param allowed patterns of classes beyond those that the cache declares
 */
public record CacheSetup(
        Cluster cluster,
        String namespace,
        String managerUri,
        String name,
        CacheOptions options,
        List<String> allowed,
        ClassLoader loader) {

    /** The entries of the cache. */
    EntryStore store(CompleteConfiguration<?, ?> configuration, ExpiryRules expiry, CacheCounters counters) {
        ClassAllowList list =
                new ClassAllowList(allowed, List.of(configuration.getKeyType(), configuration.getValueType()));
        return EntryStores.open(cluster, namespace, name, options, list, loader, expiry.readsMatter(), counters);
    }

    /**
     * The expiry policy that the configuration makes, or the configured lifetime where it says nothing.
     *
     * @throws ConfigurationProblem when entries must end by themselves, and would not
     */
    ExpiryRules expiry(CompleteConfiguration<?, ?> configuration) {
        ExpiryRules rules = new ExpiryRules(policy(configuration));
        if (isBehindFailover() && !rules.endsAll()) {
            throw new ConfigurationProblem("cache " + name + ": behind an endpoint that may fail over ("
                    + ManagerSetting.ENDPOINT_FAILS_OVER.key()
                    + "=possible) an older value can come back with the node that has it, so entries have to end by themselves, and"
                    + " reads must not prolong them; set flagstone.cache." + name
                    + ".ttl, or a CreatedExpiryPolicy or ModifiedExpiryPolicy that is not eternal");
        }
        return rules;
    }

    private ExpiryPolicy policy(CompleteConfiguration<?, ?> configuration) {
        Factory<ExpiryPolicy> factory = configuration.getExpiryPolicyFactory();
        Duration ttl = options.ttl();
        boolean bare = factory == null || factory.equals(EternalExpiryPolicy.factoryOf());
        if (bare && ttl != null) {
            return new ModifiedExpiryPolicy(new javax.cache.expiry.Duration(TimeUnit.MILLISECONDS, ttl.toMillis()));
        }
        return factory == null ? new EternalExpiryPolicy() : factory.create();
    }

    private boolean isBehindFailover() {
        return cluster.endpoint() == Endpoint.FAILING_OVER;
    }

    /** What {@code factory} makes, or null. */
    static <T> @Nullable T made(@Nullable Factory<T> factory) {
        return factory == null ? null : factory.create();
    }

    /**
     * A copy of what the application configured, which it cannot change any more.
     *
     * @throws ConfigurationProblem when parts of it exclude each other
     */
    <K, V> FlagstoneConfiguration<K, V> checked(CompleteConfiguration<K, V> configuration) {
        boolean loads = configuration.getCacheLoaderFactory() != null;
        boolean writes = configuration.getCacheWriterFactory() != null;
        if (configuration.isReadThrough() && !loads) {
            throw new ConfigurationProblem("cache " + name + " reads through, but has no loader");
        }
        if (configuration.isWriteThrough() && !writes) {
            throw new ConfigurationProblem("cache " + name + " writes through, but has no writer");
        }
        if (options.mode() == CacheMode.PLAIN && (loads || writes)) {
            throw new ConfigurationProblem("cache " + name + " is plain: loaders and writers need to mark entries that"
                    + " they work on, which applications in other languages would read as values");
        }
        if (isBehindFailover() && (loads || writes)) {
            throw new ConfigurationProblem("cache " + name + " has a " + (loads ? "loader" : "writer")
                    + ", and is behind an endpoint that may fail over: what they bring is put in place by CAS, which holds nothing"
                    + " there; set " + ManagerSetting.ENDPOINT_FAILS_OVER.key()
                    + "=never if calls for a key reach one node and no other whatever happens");
        }
        return new FlagstoneConfiguration<>(configuration);
    }
}
