package io.flagstone.provider;

import io.flagstone.provider.config.Settings;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.WeakHashMap;
import javax.cache.CacheManager;
import javax.cache.configuration.OptionalFeature;
import javax.cache.spi.CachingProvider;
import org.jspecify.annotations.Nullable;

/**
 * JCache's way in. Found through {@code META-INF/services}; {@code Caching.getCachingProvider()} returns it where it is
 * the only one.
 *
 * <p>A manager's URI is one of
 *
 * <ul>
 *   <li>{@code memcached://host:port;host:port}, the nodes themselves
 *   <li>{@code file:}, {@code jar:} or {@code classpath:}, a {@code .properties} file
 *   <li>{@code flagstone:name}, a mere name; {@code flagstone:default} where no URI is given
 * </ul>
 *
 * and its other settings come from where {@link Settings} says.
 */
public final class FlagstoneCachingProvider implements CachingProvider {

    private static final URI DEFAULT_URI = URI.create(Settings.NAME_SCHEME + ":default");

    private final Map<ClassLoader, Map<URI, FlagstoneCacheManager>> managers = new WeakHashMap<>();

    @Override
    public CacheManager getCacheManager(
            @Nullable URI uri, @Nullable ClassLoader classLoader, @Nullable Properties properties) {
        URI named = uri == null ? DEFAULT_URI : uri;
        ClassLoader loader = classLoader == null ? getDefaultClassLoader() : classLoader;
        synchronized (managers) {
            Map<URI, FlagstoneCacheManager> ofLoader = managers.computeIfAbsent(loader, l -> new HashMap<>());
            FlagstoneCacheManager manager = ofLoader.get(named);
            if (manager == null || manager.isClosed()) {
                manager = new FlagstoneCacheManager(this, named, loader, properties);
                ofLoader.put(named, manager);
            }
            return manager;
        }
    }

    @Override
    public CacheManager getCacheManager(@Nullable URI uri, @Nullable ClassLoader classLoader) {
        return getCacheManager(uri, classLoader, null);
    }

    @Override
    public CacheManager getCacheManager() {
        return getCacheManager(null, null, null);
    }

    /** The class loader of the provider itself, so that every thread gets the same manager. */
    @Override
    public ClassLoader getDefaultClassLoader() {
        return FlagstoneCachingProvider.class.getClassLoader();
    }

    @Override
    public URI getDefaultURI() {
        return DEFAULT_URI;
    }

    @Override
    public Properties getDefaultProperties() {
        return new Properties();
    }

    @Override
    public void close() {
        List<FlagstoneCacheManager> all = new ArrayList<>();
        synchronized (managers) {
            managers.values().forEach(ofLoader -> all.addAll(ofLoader.values()));
            managers.clear();
        }
        all.forEach(FlagstoneCacheManager::close);
    }

    @Override
    public void close(@Nullable ClassLoader classLoader) {
        List<FlagstoneCacheManager> all = new ArrayList<>();
        synchronized (managers) {
            Map<URI, FlagstoneCacheManager> ofLoader =
                    managers.remove(classLoader == null ? getDefaultClassLoader() : classLoader);
            if (ofLoader != null) {
                all.addAll(ofLoader.values());
            }
        }
        all.forEach(FlagstoneCacheManager::close);
    }

    @Override
    public void close(@Nullable URI uri, @Nullable ClassLoader classLoader) {
        FlagstoneCacheManager manager;
        synchronized (managers) {
            Map<URI, FlagstoneCacheManager> ofLoader =
                    managers.get(classLoader == null ? getDefaultClassLoader() : classLoader);
            manager = ofLoader == null ? null : ofLoader.remove(uri == null ? DEFAULT_URI : uri);
        }
        if (manager != null) {
            manager.close();
        }
    }

    /** A manager that was closed by itself is not handed out any more. */
    void forget(FlagstoneCacheManager manager) {
        synchronized (managers) {
            Map<URI, FlagstoneCacheManager> ofLoader = managers.get(manager.getClassLoader());
            if (ofLoader != null) {
                ofLoader.remove(manager.getURI(), manager);
            }
        }
    }

    /** Nothing optional: values are always stored by value. */
    @Override
    public boolean isSupported(OptionalFeature feature) {
        return false;
    }
}
