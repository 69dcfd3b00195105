package io.flagstone.provider.internal.event;

import java.io.Closeable;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import javax.cache.Cache;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.FactoryBuilder;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.CacheEntryEventFilter;
import javax.cache.event.CacheEntryUpdatedListener;
import org.jspecify.annotations.Nullable;

/** A listener that remembers what it heard, and does what the test wants. */
final class Hearing
        implements CacheEntryCreatedListener<String, Integer>, CacheEntryUpdatedListener<String, Integer>, Closeable {

    private final List<CacheEntryEvent<? extends String, ? extends Integer>> heard = new CopyOnWriteArrayList<>();
    private final Consumer<CacheEntryEvent<? extends String, ? extends Integer>> reaction;
    private volatile boolean closed;

    Hearing() {
        this(event -> {});
    }

    Hearing(Consumer<CacheEntryEvent<? extends String, ? extends Integer>> reaction) {
        this.reaction = reaction;
    }

    @Override
    public void onCreated(Iterable<CacheEntryEvent<? extends String, ? extends Integer>> events) {
        hear(events);
    }

    @Override
    public void onUpdated(Iterable<CacheEntryEvent<? extends String, ? extends Integer>> events) {
        hear(events);
    }

    private void hear(Iterable<CacheEntryEvent<? extends String, ? extends Integer>> events) {
        for (CacheEntryEvent<? extends String, ? extends Integer> event : events) {
            heard.add(event);
            reaction.accept(event);
        }
    }

    /** The values of the events, in the order in which they were told. */
    List<Integer> values() {
        List<Integer> values = new ArrayList<>();
        heard.forEach(event -> values.add(event.getValue()));
        return values;
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        closed = true;
    }

    CacheEntryListenerConfiguration<String, Integer> synchronously() {
        return configuration(true, null);
    }

    CacheEntryListenerConfiguration<String, Integer> asynchronously() {
        return configuration(false, null);
    }

    CacheEntryListenerConfiguration<String, Integer> configuration(
            boolean synchronous, @Nullable CacheEntryEventFilter<String, Integer> filter) {
        return new MutableCacheEntryListenerConfiguration<>(
                new FactoryBuilder.SingletonFactory<>(this),
                filter == null ? null : new FactoryBuilder.SingletonFactory<>(filter),
                false,
                synchronous);
    }

    static CacheEvent<String, Integer> created(int value) {
        return CacheEvent.created(SOURCE, "k", value);
    }

    static CacheEvent<String, Integer> updated(int value) {
        return CacheEvent.updated(SOURCE, "k", value, value - 1);
    }

    @SuppressWarnings("unchecked") // a source that nobody calls
    static final Cache<String, Integer> SOURCE = (Cache<String, Integer>) Proxy.newProxyInstance(
            Hearing.class.getClassLoader(), new Class<?>[] {Cache.class}, (proxy, method, arguments) -> {
                throw new UnsupportedOperationException(method.getName());
            });
}
