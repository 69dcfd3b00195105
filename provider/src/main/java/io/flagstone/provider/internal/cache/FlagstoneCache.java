package io.flagstone.provider.internal.cache;

import io.flagstone.provider.config.CacheMode;
import io.flagstone.provider.config.FlagstoneConfiguration;
import io.flagstone.provider.internal.event.Events;
import io.flagstone.provider.internal.stats.Beans;
import io.flagstone.provider.internal.stats.CacheCounters;
import io.flagstone.provider.internal.stats.ConfigurationBean;
import io.flagstone.provider.internal.stats.StatisticsBean;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.CacheEntryListenerConfiguration;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.Configuration;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;
import javax.cache.integration.CompletionListener;
import javax.cache.processor.EntryProcessor;
import javax.cache.processor.EntryProcessorResult;
import org.jspecify.annotations.Nullable;

/**
 * A JCache cache. Says what each call checks and who does it; {@link Reads}, {@link Writes}, {@link Bulk}, {@link
 * Invocation}, {@link LoadAll} and {@link Walk} do it.
 */
@SuppressWarnings("NullAway") // JCache's own types say nothing of null, its text does
public final class FlagstoneCache<K, V> implements Cache<K, V> {

    private final CacheSetup setup;
    private final CacheManager manager;
    private final Runnable whenClosed;
    private final FlagstoneConfiguration<K, V> configuration;
    private final Gate gate;
    private final CacheCounters counters = new CacheCounters();
    private final Beans beans;
    private final Events<K, V> events;
    private final CacheParts<K, V> parts;
    private final Changes<K, V> changes;
    private final Reads<K, V> reads;
    private final Writes<K, V> writes;
    private final Bulk<K, V> bulk;
    private final @Nullable Loads<K, V> loads;
    private final @Nullable LoadAll<K, V> loadAll;
    private final Closing closing;

    /**
     * Opens the cache.
     *
     * @param whenClosed run once, when it is closed or destroyed
     */
    public FlagstoneCache(
            CacheSetup setup, CacheManager manager, CompleteConfiguration<K, V> wanted, Runnable whenClosed) {
        this.setup = setup;
        this.manager = manager;
        this.whenClosed = whenClosed;
        this.configuration = setup.checked(wanted);
        this.gate = new Gate(setup.name());
        this.beans = new Beans(setup.managerUri(), setup.name());
        this.events = new Events<>(setup.cluster()::execute);
        ExpiryRules expiry = setup.expiry(configuration);
        CacheLoader<K, V> loader = CacheSetup.made(configuration.getCacheLoaderFactory());
        CacheWriter<? super K, ? super V> writer = CacheSetup.made(configuration.getCacheWriterFactory());
        this.parts = new CacheParts<>(
                this,
                setup.store(configuration, expiry, counters),
                setup.options(),
                expiry,
                counters,
                events,
                new Stripes(setup.options().lease().toNanos() * 2),
                gate,
                loader,
                configuration.isReadThrough(),
                configuration.isWriteThrough() && writer != null ? new WriterBridge<>(writer) : null,
                setup.cluster()::execute);
        this.closing = new Closing(loader, writer, expiry.policy(), events);
        this.changes = new Changes<>(parts);
        this.writes = new Writes<>(parts, changes);
        Fills<K, V> fills = new Fills<>(parts);
        this.loads = loader == null ? null : new Loads<>(parts, loader, fills);
        this.loadAll = loads == null ? null : new LoadAll<>(parts, loads, fills);
        this.reads = new Reads<>(parts, loads, writes, Renewals.of(parts, loads, fills));
        this.bulk = new Bulk<>(parts, changes, writes);
        wanted.getCacheEntryListenerConfigurations().forEach(events::register);
        enableStatistics(configuration.isStatisticsEnabled());
        enableManagement(configuration.isManagementEnabled());
    }

    /** What it counts. */
    public CacheCounters counters() {
        return counters;
    }

    // --- reading ---

    @Override
    public V get(K key) {
        int pass = gate.enter();
        try {
            checkKey(key);
            if (!counters.isEnabled()) {
                return reads.get(key);
            }
            long start = System.nanoTime();
            V value = reads.get(key);
            counters.getTime(System.nanoTime() - start);
            return value;
        } finally {
            gate.leave(pass);
        }
    }

    @Override
    public Map<K, V> getAll(Set<? extends K> keys) {
        return inside(() -> checkKeys(keys), () -> reads.getAll(keys), (found, nanos) -> counters.getTime(nanos));
    }

    @Override
    public boolean containsKey(K key) {
        return inside(() -> checkKey(key), () -> reads.containsKey(key), FlagstoneCache::untimed);
    }

    // --- writing ---

    @Override
    public void put(K key, V value) {
        int pass = gate.enter();
        try {
            checkKey(key);
            checkValue(value);
            long start = counters.isEnabled() ? System.nanoTime() : 0;
            writes.put(key, value);
            if (start != 0) {
                counters.putTime(System.nanoTime() - start);
            }
        } finally {
            gate.leave(pass);
        }
    }

    @Override
    public V getAndPut(K key, V value) {
        return inside(
                () -> checkEntry(key, value),
                () -> writes.getAndPut(key, value),
                (before, nanos) -> gotAndPut(true, nanos));
    }

    @Override
    public void putAll(Map<? extends K, ? extends V> map) {
        inside(
                () -> map.forEach(this::checkEntry),
                () -> run(() -> bulk.putAll(map)),
                (none, nanos) -> counters.putTime(nanos));
    }

    @Override
    public boolean putIfAbsent(K key, V value) {
        return inside(() -> checkEntry(key, value), () -> writes.putIfAbsent(key, value), this::gotAndPut);
    }

    @Override
    public boolean remove(K key) {
        return inside(() -> checkKey(key), () -> writes.remove(key), this::removed);
    }

    @Override
    public boolean remove(K key, V expected) {
        return inside(() -> checkEntry(key, expected), () -> writes.remove(key, expected), this::gotAndRemoved);
    }

    @Override
    public V getAndRemove(K key) {
        return inside(
                () -> checkKey(key),
                () -> writes.getAndRemove(key),
                (before, nanos) -> gotAndRemoved(before != null, nanos));
    }

    @Override
    public boolean replace(K key, V expected, V value) {
        Runnable check = () -> {
            checkEntry(key, value);
            checkValue(expected);
        };
        return inside(check, () -> writes.replace(key, expected, value), this::gotAndPut);
    }

    @Override
    public boolean replace(K key, V value) {
        return inside(() -> checkEntry(key, value), () -> writes.replace(key, value), this::gotAndPut);
    }

    @Override
    public V getAndReplace(K key, V value) {
        return inside(
                () -> checkEntry(key, value),
                () -> writes.getAndReplace(key, value),
                (before, nanos) -> gotAndPut(before != null, nanos));
    }

    @Override
    public void removeAll(Set<? extends K> keys) {
        inside(
                () -> checkKeys(keys),
                () -> run(() -> bulk.removeAll(keys)),
                (none, nanos) -> counters.removeTime(nanos));
    }

    @Override
    public void removeAll() {
        inside(() -> {}, () -> run(bulk::removeAll), (none, nanos) -> counters.removeTime(nanos));
    }

    @Override
    public void clear() {
        inside(() -> {}, () -> run(this::clearNow), FlagstoneCache::untimed);
    }

    private void clearNow() {
        bulk.clear(setup.options().mode() == CacheMode.PLAIN);
    }

    // --- processing, loading, walking ---

    @Override
    public <T> T invoke(K key, EntryProcessor<K, V, T> processor, Object... arguments) {
        return inside(
                () -> {
                    checkKey(key);
                    checkProcessor(processor);
                },
                () -> {
                    parts.store().checkDecides("invoke");
                    Invocation<K, V, T> invocation =
                            new Invocation<>(parts, readThroughLoads(), key, processor, arguments);
                    changes.run(invocation);
                    return invocation.result();
                },
                FlagstoneCache::untimed);
    }

    @Override
    public <T> Map<K, EntryProcessorResult<T>> invokeAll(
            Set<? extends K> keys, EntryProcessor<K, V, T> processor, Object... arguments) {
        return inside(
                () -> {
                    checkKeys(keys);
                    checkProcessor(processor);
                },
                () -> bulk.invokeAll(keys, readThroughLoads(), processor, arguments),
                FlagstoneCache::untimed);
    }

    private @Nullable Loads<K, V> readThroughLoads() {
        return parts.readThrough() ? loads : null;
    }

    @Override
    public void loadAll(Set<? extends K> keys, boolean replaceExistingValues, CompletionListener listener) {
        inside(
                () -> checkKeys(keys),
                () -> run(() -> {
                    if (loadAll != null) {
                        loadAll.start(keys, replaceExistingValues, listener);
                    } else if (listener != null) {
                        listener.onCompletion();
                    }
                }),
                FlagstoneCache::untimed);
    }

    @Override
    public Iterator<Entry<K, V>> iterator() {
        return inside(() -> {}, () -> new Walk<>(parts, reads, writes), FlagstoneCache::untimed);
    }

    // --- itself ---

    @Override
    public String getName() {
        return setup.name();
    }

    @Override
    public CacheManager getCacheManager() {
        return manager;
    }

    @Override
    public <C extends Configuration<K, V>> C getConfiguration(Class<C> type) {
        FlagstoneConfiguration<K, V> copy;
        synchronized (configuration) {
            copy = new FlagstoneConfiguration<>(configuration);
        }
        if (type.isInstance(copy)) {
            return type.cast(copy);
        }
        throw new IllegalArgumentException("the configuration of cache " + setup.name() + " is no " + type.getName());
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new IllegalArgumentException("a cache of Flagstone is no " + type.getName());
    }

    @Override
    public void registerCacheEntryListener(CacheEntryListenerConfiguration<K, V> listener) {
        gate.check();
        synchronized (configuration) {
            configuration.addCacheEntryListenerConfiguration(listener);
            events.register(listener);
        }
    }

    @Override
    public void deregisterCacheEntryListener(CacheEntryListenerConfiguration<K, V> listener) {
        gate.check();
        synchronized (configuration) {
            configuration.removeCacheEntryListenerConfiguration(listener);
            events.deregister(listener);
        }
    }

    /** Counts, and shows the counts, or neither. */
    public void enableStatistics(boolean on) {
        synchronized (configuration) {
            configuration.setStatisticsEnabled(on);
            counters.enable(on);
            beans.statistics(on ? new StatisticsBean(counters) : null);
        }
    }

    /** Shows the configuration, or not. */
    public void enableManagement(boolean on) {
        synchronized (configuration) {
            configuration.setManagementEnabled(on);
            beans.configuration(on ? new ConfigurationBean(configuration) : null);
        }
    }

    // --- the end ---

    @Override
    public boolean isClosed() {
        return gate.isClosed();
    }

    /** Closes the cache; its entries stay where they are. */
    @Override
    public void close() {
        if (gate.close()) {
            whenClosed.run();
            beans.close();
            gate.awaitEmpty(setup.options().lease().toNanos());
            closing.run();
        }
    }

    /** Makes all entries unreachable, and closes the cache. */
    public void destroy() {
        try {
            clear();
        } finally {
            close();
        }
    }

    // --- helpers ---

    private <R> R inside(Runnable check, Supplier<R> call, Timing<? super R> timing) {
        int pass = gate.enter();
        try {
            check.run();
            if (!counters.isEnabled()) {
                return call.get();
            }
            long start = System.nanoTime();
            R result = call.get();
            timing.add(result, System.nanoTime() - start);
            return result;
        } finally {
            gate.leave(pass);
        }
    }

    private static @Nullable Void run(Runnable call) {
        call.run();
        return null;
    }

    /** Adds the time of a call where its result was counted, so that averages are over what they are divided by. */
    @FunctionalInterface
    private interface Timing<R> {
        void add(R result, long nanos);
    }

    private static void untimed(Object result, long nanos) {
        // JCache times gets, puts and removals only
    }

    private void gotAndPut(boolean put, long nanos) {
        counters.getTime(nanos);
        if (put) {
            counters.putTime(nanos);
        }
    }

    private void gotAndRemoved(boolean removed, long nanos) {
        counters.getTime(nanos);
        removed(removed, nanos);
    }

    private void removed(boolean removed, long nanos) {
        if (removed) {
            counters.removeTime(nanos);
        }
    }

    private void checkKeys(Set<? extends K> keys) {
        for (K key : keys) {
            checkKey(key);
        }
    }

    private void checkEntry(K key, V value) {
        checkKey(key);
        checkValue(value);
    }

    private void checkKey(K key) {
        check(key, configuration.getKeyType(), "key");
    }

    private void checkValue(V value) {
        check(value, configuration.getValueType(), "value");
    }

    private static void checkProcessor(EntryProcessor<?, ?, ?> processor) {
        if (processor == null) {
            throw new NullPointerException("an entry processor is needed");
        }
    }

    private static void check(Object object, Class<?> type, String what) {
        if (object == null) {
            throw new NullPointerException("a cache holds no null " + what + "s");
        }
        if (!type.isInstance(object)) {
            throw new ClassCastException("the cache takes " + what + "s of " + type.getName() + ", not "
                    + object.getClass().getName());
        }
    }
}
