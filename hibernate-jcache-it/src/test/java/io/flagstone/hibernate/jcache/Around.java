package io.flagstone.hibernate.jcache;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.function.Consumer;
import javax.cache.Cache;
import javax.cache.CacheManager;

/** Something that is between Hibernate and the caches. */
final class Around {

    private Around() {}

    /**
     * The manager, with something before each call of its caches.
     *
     * @param before is told the method that is about to be called
     */
    static CacheManager caches(CacheManager manager, Consumer<String> before) {
        return around(CacheManager.class, manager, method -> {}, before);
    }

    private static <T> T around(Class<T> type, T inner, Consumer<String> before, Consumer<String> beforeOfCaches) {
        Class<?>[] types = {type};
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), types, (self, method, arguments) -> {
            before.accept(method.getName());
            try {
                Object result = method.invoke(inner, arguments);
                return result instanceof Cache<?, ?> cache
                        ? around(Cache.class, cache, beforeOfCaches, beforeOfCaches)
                        : result;
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        }));
    }
}
