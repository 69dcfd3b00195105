package io.flagstone.provider.internal.cache;

import io.flagstone.provider.internal.entry.Entry;
import io.flagstone.provider.internal.entry.EntryKey;
import org.jspecify.annotations.Nullable;

/** {@code remove(key)}, {@code removeAll} and {@code getAndRemove}. The writer is told whether or not something was there. */
final class Remove<K, V> extends Change<K, V> {

    private final CacheParts<K, V> parts;
    private final Updates<K, V> updates;
    private boolean counted;
    private boolean happened;
    private @Nullable V before;

    Remove(CacheParts<K, V> parts, EntryKey key) {
        super(key);
        this.parts = parts;
        this.updates = new Updates<>(parts, userKey());
    }

    /** It returns what was there, and counts as a read as well. */
    Remove<K, V> counted() {
        counted = true;
        return this;
    }

    @Override
    Plan<K, V> plan(Entry seen) {
        happened = seen.isLive();
        before = counted && happened ? parts.value(seen) : null;
        Plan<K, V> plan = new Plan<K, V>().delete();
        if (happened) {
            updates.remove(plan, seen);
        } else if (parts.isWorthRemoving(seen)) {
            plan.remove();
        }
        if (counted) {
            return happened ? plan.hit() : plan.miss();
        }
        return plan;
    }

    @Override
    @Nullable
    Plan<K, V> planUnseen() {
        return counted ? null : new Plan<K, V>().delete();
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
