package io.flagstone.provider.internal.cache;

import io.flagstone.provider.internal.entry.Entry;
import io.flagstone.provider.internal.entry.EntryKey;
import org.jspecify.annotations.Nullable;

/**
 * One call's change of one entry. It is planned against what is seen, as often as it takes until a plan holds; its
 * result is that of the last plan.
 */
abstract class Change<K, V> {

    /** So many plans may fail before the entry is held first. */
    private static final int PATIENT_PLANS = 4;

    private final EntryKey key;
    private int conflicts;
    private @Nullable RuntimeException failure;

    Change(EntryKey key) {
        this.key = key;
    }

    final EntryKey key() {
        return key;
    }

    @SuppressWarnings("unchecked") // made from a key of the cache
    final K userKey() {
        return (K) key.object();
    }

    /** Plans against what is seen: an entry that is live, expired, vacant or absent. No effects outside the plan. */
    abstract Plan<K, V> plan(Entry seen);

    /**
     * The plan when nothing can be seen because the owner of the key is away, or null when the change then fails. Its
     * writes and counts happen; the entry will be invalidated.
     */
    @Nullable
    Plan<K, V> planUnseen() {
        return null;
    }

    /**
     * Whether plans should be made only while the entry is held: the change was overtaken too often, or asks for it.
     *
     * @param seen the entry as it was seen
     */
    boolean wantsHold(Entry seen) {
        return conflicts >= PATIENT_PLANS;
    }

    final void overtaken() {
        conflicts++;
    }

    final void fail(RuntimeException why) {
        failure = why;
    }

    /** It passes after all. */
    final void forgive() {
        failure = null;
    }

    /** Why it did not happen, or null. */
    final @Nullable RuntimeException failure() {
        return failure;
    }
}
