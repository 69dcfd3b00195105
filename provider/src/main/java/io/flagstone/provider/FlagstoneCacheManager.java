package io.flagstone.provider;

import io.flagstone.provider.config.CacheOptions;
import io.flagstone.provider.config.ClientOptions;
import io.flagstone.provider.config.FlagstoneConfiguration;
import io.flagstone.provider.config.Settings;
import io.flagstone.provider.internal.cache.CacheSetup;
import io.flagstone.provider.internal.cache.FlagstoneCache;
import io.flagstone.provider.internal.clock.Clock;
import io.flagstone.provider.internal.cluster.Fleet;
import io.flagstone.provider.internal.observe.Observed;
import io.flagstone.provider.internal.observe.Observers;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.Configuration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.spi.CachingProvider;
import org.jspecify.annotations.Nullable;

/** The caches of one URI and class loader, and the connections that they share. */
final class FlagstoneCacheManager implements CacheManager, Observed {

    private static final System.Logger LOG = System.getLogger(FlagstoneCacheManager.class.getName());

    private final FlagstoneCachingProvider provider;
    private final URI uri;
    private final ClassLoader loader;
    private final Properties properties = new Properties();
    private final Settings settings;
    private final ClientOptions options;
    private final Fleet fleet;
    private final Map<String, FlagstoneCache<?, ?>> caches = new ConcurrentHashMap<>();
    private final AtomicBoolean closed = new AtomicBoolean();

    FlagstoneCacheManager(
            FlagstoneCachingProvider provider, URI uri, ClassLoader loader, @Nullable Properties properties) {
        this.provider = provider;
        this.uri = uri;
        this.loader = loader;
        if (properties != null) {
            this.properties.putAll(properties);
        }
        this.settings = Settings.gather(uri, loader, properties);
        this.options = settings.client();
        this.fleet = Fleet.open(options, uri.toString(), loader, Clock.SYSTEM);
    }

    @Override
    public CachingProvider getCachingProvider() {
        return provider;
    }

    @Override
    public URI getURI() {
        return uri;
    }

    @Override
    public ClassLoader getClassLoader() {
        return loader;
    }

    @Override
    public Properties getProperties() {
        return properties;
    }

    @Override
    public <K, V, C extends Configuration<K, V>> Cache<K, V> createCache(String name, C configuration) {
        checkOpen();
        required(name, "a cache name");
        required(configuration, "a configuration");
        CompleteConfiguration<K, V> complete = complete(configuration);
        if (!complete.isStoreByValue() && !options.referenceAsValue()) {
            throw new UnsupportedOperationException("entries live on nodes, so a cache cannot store by reference;"
                    + " flagstone.store-by-reference=by-value serves such configurations by value");
        }
        synchronized (caches) {
            checkOpen(); // once more, for close() takes its list of caches under this lock
            if (caches.containsKey(name)) {
                throw new CacheException("there is a cache named " + name + " already");
            }
            FlagstoneCache<K, V> cache =
                    new FlagstoneCache<>(setup(name, complete), this, complete, () -> forget(name));
            caches.put(name, cache);
            observers().opened(name, cache.counters());
            return cache;
        }
    }

    private void forget(String name) {
        FlagstoneCache<?, ?> cache = caches.remove(name);
        if (cache != null) {
            observers().closed(name, cache.counters());
        }
    }

    private CacheSetup setup(String name, CompleteConfiguration<?, ?> configuration) {
        CacheOptions cacheOptions = settings.cache(
                name, configuration instanceof FlagstoneConfiguration<?, ?> ours ? ours.settings() : Map.of());
        return new CacheSetup(
                fleet.cluster(),
                options.namespace(),
                uri.toString(),
                name,
                cacheOptions,
                options.allowedClasses(),
                loader);
    }

    private static <K, V> CompleteConfiguration<K, V> complete(Configuration<K, V> configuration) {
        if (configuration instanceof CompleteConfiguration<K, V> already) {
            return already;
        }
        MutableConfiguration<K, V> made = new MutableConfiguration<>();
        made.setTypes(configuration.getKeyType(), configuration.getValueType());
        return made.setStoreByValue(configuration.isStoreByValue());
    }

    @Override
    @SuppressWarnings("unchecked") // the types have been compared
    public <K, V> @Nullable Cache<K, V> getCache(String name, Class<K> keyType, Class<V> valueType) {
        checkOpen();
        required(name, "a cache name");
        required(keyType, "a key type");
        required(valueType, "a value type");
        FlagstoneCache<?, ?> cache = caches.get(name);
        if (cache == null) {
            return null;
        }
        Configuration<?, ?> configuration = configurationOf(cache);
        checkType(name, "keys", configuration.getKeyType(), keyType);
        checkType(name, "values", configuration.getValueType(), valueType);
        return (Cache<K, V>) cache;
    }

    @SuppressWarnings("unchecked") // a cache's configuration has the types of the cache
    private static <K, V> Configuration<K, V> configurationOf(FlagstoneCache<K, V> cache) {
        return cache.getConfiguration(Configuration.class);
    }

    private static void checkType(String name, String what, Class<?> configured, Class<?> asked) {
        if (!configured.equals(asked)) {
            throw new ClassCastException("the " + what + " of cache " + name + " are of " + configured.getName()
                    + ", not " + asked.getName());
        }
    }

    @Override
    @SuppressWarnings("unchecked") // the caller says so, as JCache 1.1 allows
    public <K, V> @Nullable Cache<K, V> getCache(String name) {
        checkOpen();
        required(name, "a cache name");
        return (Cache<K, V>) caches.get(name);
    }

    @Override
    public Iterable<String> getCacheNames() {
        checkOpen();
        return List.copyOf(caches.keySet());
    }

    @Override
    public void destroyCache(String name) {
        checkOpen();
        required(name, "a cache name");
        FlagstoneCache<?, ?> cache = caches.get(name);
        if (cache != null) {
            cache.destroy();
        }
    }

    @Override
    public void enableManagement(String name, boolean enabled) {
        checkOpen();
        required(name, "a cache name");
        FlagstoneCache<?, ?> cache = caches.get(name);
        if (cache != null) {
            cache.enableManagement(enabled);
        }
    }

    @Override
    public void enableStatistics(String name, boolean enabled) {
        checkOpen();
        required(name, "a cache name");
        FlagstoneCache<?, ?> cache = caches.get(name);
        if (cache != null) {
            cache.enableStatistics(enabled);
        }
    }

    /** Closes all caches; their entries stay on the nodes, except those of an embedded node that nobody else uses. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        provider.forget(this);
        for (FlagstoneCache<?, ?> cache : all()) {
            try {
                cache.close();
            } catch (CacheException e) {
                LOG.log(System.Logger.Level.WARNING, "cache " + cache.getName() + " was closed with a failure", e);
            }
        }
        fleet.close();
    }

    private List<FlagstoneCache<?, ?>> all() {
        synchronized (caches) {
            return List.copyOf(caches.values());
        }
    }

    @Override
    public Observers observers() {
        return fleet.cluster().observers();
    }

    @Override
    public String namespace() {
        return options.namespace();
    }

    @Override
    public String title() {
        return uri.toString();
    }

    @Override
    public boolean isClosed() {
        return closed.get();
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new IllegalArgumentException("a cache manager of Flagstone is no " + type.getName());
    }

    private void checkOpen() {
        if (closed.get()) {
            throw new IllegalStateException("the cache manager " + uri + " is closed");
        }
    }

    private static void required(@Nullable Object argument, String what) {
        if (argument == null) {
            throw new NullPointerException(what + " is needed");
        }
    }
}
