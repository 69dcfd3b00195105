package io.flagstone.provider.internal.event;

import java.io.Serial;
import javax.cache.Cache;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.EventType;
import org.jspecify.annotations.Nullable;

/** One change of one entry. An entry that has gone has its last value as value and as old value. */
public final class CacheEvent<K, V> extends CacheEntryEvent<K, V> {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient K key;
    private final transient @Nullable V value;
    private final transient @Nullable V oldValue;

    private CacheEvent(Cache<K, V> source, EventType type, K key, @Nullable V value, @Nullable V oldValue) {
        super(source, type);
        this.key = key;
        this.value = value;
        this.oldValue = oldValue;
    }

    /** An entry came to be. */
    public static <K, V> CacheEvent<K, V> created(Cache<K, V> source, K key, V value) {
        return new CacheEvent<>(source, EventType.CREATED, key, value, null);
    }

    /** An entry got another value. */
    public static <K, V> CacheEvent<K, V> updated(Cache<K, V> source, K key, V value, @Nullable V oldValue) {
        return new CacheEvent<>(source, EventType.UPDATED, key, value, oldValue);
    }

    /** An entry went, by {@link EventType#REMOVED} or {@link EventType#EXPIRED}. */
    public static <K, V> CacheEvent<K, V> gone(Cache<K, V> source, EventType how, K key, @Nullable V lastValue) {
        return new CacheEvent<>(source, how, key, lastValue, lastValue);
    }

    @Override
    public K getKey() {
        return key;
    }

    @Override
    @SuppressWarnings("NullAway") // JCache's own type says nothing of null, its text does
    public V getValue() {
        return value;
    }

    @Override
    @SuppressWarnings("NullAway") // as above
    public V getOldValue() {
        return oldValue;
    }

    @Override
    public boolean isOldValueAvailable() {
        return oldValue != null;
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new IllegalArgumentException("an event of Flagstone is no " + type.getName());
    }
}
