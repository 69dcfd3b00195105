package io.flagstone.provider.internal.cache;

import javax.cache.Cache;

/** A key and its value, handed out. */
record SimpleEntry<K, V>(K key, V value) implements Cache.Entry<K, V> {

    @Override
    public K getKey() {
        return key;
    }

    @Override
    public V getValue() {
        return value;
    }

    @Override
    public <T> T unwrap(Class<T> type) {
        if (type.isInstance(this)) {
            return type.cast(this);
        }
        throw new IllegalArgumentException("an entry of Flagstone is no " + type.getName());
    }
}
