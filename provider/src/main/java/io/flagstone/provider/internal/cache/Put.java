package io.flagstone.provider.internal.cache;

import io.flagstone.provider.codec.Payload;
import io.flagstone.provider.config.FailurePolicy;
import io.flagstone.provider.internal.entry.Entry;
import org.jspecify.annotations.Nullable;

/** {@code put}, {@code putAll} and {@code getAndPut}. */
final class Put<K, V> extends Change<K, V> {

    private final CacheParts<K, V> parts;
    private final V value;
    private final Payload payload;
    private final Updates<K, V> updates;
    private boolean counted;
    private @Nullable V before;

    Put(CacheParts<K, V> parts, K key, V value) {
        super(parts.store().key(key));
        this.parts = parts;
        this.value = value;
        this.payload = parts.store().encode(value);
        this.updates = new Updates<>(parts, key);
    }

    /** It returns what was there, and counts as a read as well. */
    Put<K, V> counted() {
        counted = true;
        return this;
    }

    @Override
    Plan<K, V> plan(Entry seen) {
        Plan<K, V> plan = new Plan<K, V>().write(value);
        updates.set(plan, seen, value, payload);
        if (counted) {
            before = seen.isLive() ? parts.value(seen) : null;
            if (seen.isLive()) {
                plan.hit();
            } else {
                plan.miss();
            }
        }
        return plan;
    }

    @Override
    @Nullable
    Plan<K, V> planUnseen() {
        if (counted) {
            return null;
        }
        Plan<K, V> plan = new Plan<K, V>().write(value).put();
        return parts.options().failure() == FailurePolicy.GUTTER ? plan.store(payload, updates.creation()) : plan;
    }

    /** What was there. */
    @Nullable
    V before() {
        return before;
    }
}
