package io.flagstone.provider.internal.cache;

import io.flagstone.provider.codec.Payload;
import io.flagstone.provider.internal.entry.Entry;

/** {@code remove(key, value)}. */
final class RemoveIfEqual<K, V> extends Change<K, V> {

    private final CacheParts<K, V> parts;
    private final V expected;
    private final Payload expectedPayload;
    private final Updates<K, V> updates;
    private boolean happened;

    RemoveIfEqual(CacheParts<K, V> parts, K key, V expected) {
        super(parts.store().key(key));
        this.parts = parts;
        this.expected = expected;
        this.expectedPayload = parts.store().encode(expected);
        this.updates = new Updates<>(parts, key);
    }

    @Override
    Plan<K, V> plan(Entry seen) {
        happened = seen.isLive() && parts.isEqual(seen, expected, expectedPayload);
        Plan<K, V> plan = new Plan<>();
        if (happened) {
            updates.remove(plan.delete().hit(), seen);
        } else if (seen.isLive()) {
            updates.access(plan.hit(), seen);
        } else {
            plan.miss();
        }
        return plan;
    }

    boolean happened() {
        return happened;
    }
}
