package io.flagstone.provider.internal.cache;

import io.flagstone.provider.codec.Payload;
import io.flagstone.provider.internal.entry.Entry;

/** {@code putIfAbsent}. */
final class PutIfAbsent<K, V> extends Change<K, V> {

    private final V value;
    private final Payload payload;
    private final Updates<K, V> updates;
    private boolean happened;

    PutIfAbsent(CacheParts<K, V> parts, K key, V value) {
        super(parts.store().key(key));
        this.value = value;
        this.payload = parts.store().encode(value);
        this.updates = new Updates<>(parts, key);
    }

    @Override
    Plan<K, V> plan(Entry seen) {
        happened = !seen.isLive();
        if (!happened) {
            return new Plan<K, V>().hit();
        }
        Plan<K, V> plan = new Plan<K, V>().write(value).miss();
        updates.set(plan, seen, value, payload);
        return plan;
    }

    boolean happened() {
        return happened;
    }
}
