package io.flagstone.provider.internal.cache;

import io.flagstone.provider.codec.Payload;
import io.flagstone.provider.internal.entry.Entry;
import org.jspecify.annotations.Nullable;

/** {@code replace}, with or without an expected value, and {@code getAndReplace}. */
final class Replace<K, V> extends Change<K, V> {

    private final CacheParts<K, V> parts;
    private final @Nullable V expected;
    private final @Nullable Payload expectedPayload;
    private final V value;
    private final Payload payload;
    private final Updates<K, V> updates;
    private boolean returning;
    private boolean happened;
    private @Nullable V before;

    /**
     * @param expected what must be there, or null for anything
     */
    Replace(CacheParts<K, V> parts, K key, @Nullable V expected, V value) {
        super(parts.store().key(key));
        this.parts = parts;
        this.expected = expected;
        this.expectedPayload = expected == null ? null : parts.store().encode(expected);
        this.value = value;
        this.payload = parts.store().encode(value);
        this.updates = new Updates<>(parts, key);
    }

    /** It returns what was there. */
    Replace<K, V> returning() {
        returning = true;
        return this;
    }

    @Override
    Plan<K, V> plan(Entry seen) {
        Plan<K, V> plan = new Plan<>();
        if (!seen.isLive()) {
            happened = false;
            before = null;
            return plan.miss();
        }
        happened = expected == null || expectedPayload == null || parts.isEqual(seen, expected, expectedPayload);
        before = returning ? parts.value(seen) : null;
        plan.hit();
        if (happened) {
            updates.set(plan.write(value), seen, value, payload);
        } else {
            updates.access(plan, seen);
        }
        return plan;
    }

    boolean happened() {
        return happened;
    }

    /** What was there. */
    @Nullable
    V before() {
        return before;
    }
}
