package io.flagstone.bench.cache;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.OptionalFeature;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.MutableEntry;
import javax.cache.spi.CachingProvider;
import org.jspecify.annotations.Nullable;

/**
 * As much of JCache over maps as the load program calls. The URI says what is wrong with it: {@code map:right},
 * {@code map:losing-updates}, {@code map:mixing-keys}, {@code map:forgetting} or {@code map:failing}. Found by its name
 * only: it is registered nowhere.
 */
public final class MapCachingProvider implements CachingProvider {
    /** Made by the load program, by name. */
    public MapCachingProvider() {}

    @Override
    public CacheManager getCacheManager(URI uri, ClassLoader loader, @Nullable Properties properties) {
        Map<String, Cache<?, ?>> caches = new ConcurrentHashMap<>();
        return proxy(CacheManager.class, (self, method, arguments) -> switch (method.getName()) {
            case "getCache" -> caches.get(String.valueOf(arguments[0]));
            case "createCache" ->
                caches.computeIfAbsent(String.valueOf(arguments[0]), name -> cache(uri.getSchemeSpecificPart()));
            case "getCacheNames" -> Set.copyOf(caches.keySet());
            case "destroyCache" -> caches.remove(String.valueOf(arguments[0]));
            default -> throw new UnsupportedOperationException(method.getName());
        });
    }

    private static Cache<?, ?> cache(String fault) {
        return proxy(Cache.class, new MapCache(fault));
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static final class MapCache implements InvocationHandler {
        private final String fault;
        private final Map<Object, Object> map = new ConcurrentHashMap<>();

        MapCache(String fault) {
            this.fault = fault;
        }

        @Override
        public @Nullable Object invoke(Object self, Method method, Object[] arguments) {
            return switch (method.getName()) {
                case "get" -> get(arguments[0]);
                case "put" -> {
                    map.put(arguments[0], arguments[1]);
                    yield null;
                }
                case "replace" -> map.replace(arguments[0], arguments[1]) != null;
                case "getAll" -> getAll((Set<?>) arguments[0]);
                case "putAll" -> {
                    map.putAll((Map<?, ?>) arguments[0]);
                    yield null;
                }
                case "invoke" -> process(arguments[0], (EntryProcessor<?, ?, ?>) arguments[1]);
                default -> throw new UnsupportedOperationException(method.getName());
            };
        }

        private @Nullable Object get(Object key) {
            return switch (fault) {
                case "failing" -> throw new IllegalStateException("out of order");
                case "forgetting" -> null;
                case "mixing-keys" -> map.getOrDefault("key-7", map.get(key));
                default -> map.get(key);
            };
        }

        private Map<Object, Object> getAll(Set<?> keys) {
            Map<Object, Object> all = new HashMap<>();
            for (Object key : keys) {
                Object value = get(key);
                if (value != null) {
                    all.put(key, value);
                }
            }
            return all;
        }

        private @Nullable Object process(Object key, EntryProcessor<?, ?, ?> processor) {
            if (fault.equals("losing-updates") && key.equals("counter-3")) {
                return Long.MAX_VALUE;
            }
            @Nullable Object[] answer = new @Nullable Object[1];
            map.compute(key, (same, before) -> {
                @Nullable Object[] after = new @Nullable Object[] {before};
                MutableEntry<?, ?> entry = proxy(MutableEntry.class, (self, method, arguments) -> {
                    after[0] = method.getName().equals("setValue") ? arguments[0] : after[0];
                    return method.getName().equals("getValue") ? before : null;
                });
                answer[0] = run(processor, entry);
                return after[0];
            });
            return answer[0];
        }

        @SuppressWarnings({"unchecked", "rawtypes"})
        private static @Nullable Object run(EntryProcessor processor, MutableEntry entry) {
            return processor.process(entry);
        }
    }

    @Override
    public ClassLoader getDefaultClassLoader() {
        return MapCachingProvider.class.getClassLoader();
    }

    @Override
    public URI getDefaultURI() {
        return URI.create("map:right");
    }

    @Override
    public Properties getDefaultProperties() {
        return new Properties();
    }

    @Override
    public CacheManager getCacheManager(URI uri, ClassLoader loader) {
        return getCacheManager(uri, loader, null);
    }

    @Override
    public CacheManager getCacheManager() {
        return getCacheManager(getDefaultURI(), getDefaultClassLoader());
    }

    @Override
    public void close() {}

    @Override
    public void close(ClassLoader loader) {}

    @Override
    public void close(URI uri, ClassLoader loader) {}

    @Override
    public boolean isSupported(OptionalFeature feature) {
        return false;
    }
}
