package io.flagstone.server.internal.stats;

import java.util.Locale;

/** What event loops count per slab class, in the order of {@code stats slabs}. */
public enum ClassCounter {
    /** Keys found. */
    GET_HITS,
    /** Items stored. */
    CMD_SET,
    /** Deletions. */
    DELETE_HITS,
    /** Increments. */
    INCR_HITS,
    /** Decrements. */
    DECR_HITS,
    /** Compare-and-set that stored. */
    CAS_HITS,
    /** Compare-and-set that found another number. */
    CAS_BADVAL,
    /** Touches. */
    TOUCH_HITS;

    /** The name in {@code stats slabs}. */
    public String statName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
