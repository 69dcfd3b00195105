package io.flagstone.provider.config;

/**
 * What a cache's calls do while the node that owns their key cannot be used.
 *
 * <p>Whichever is chosen, no other node decides over the key, and what the node missed is put right before the first read
 * after its return.
 */
public enum FailurePolicy {

    /** Every call fails with {@link io.flagstone.provider.failure.NodeUnavailable}. */
    FAIL,

    /**
     * Reads miss, and blind writes ({@code put}, {@code putAll}, {@code remove(key)}, {@code removeAll}, {@code clear})
     * return normally and leave a debt: their keys are invalidated on the node before it is read again. Calls whose
     * answer is a decision ({@code putIfAbsent}, {@code replace}, {@code getAnd…}, {@code invoke}, {@code remove(key,
     * value)}) fail, because nobody could make it.
     */
    MISS,

    /**
     * As {@link #MISS}, but what is written or loaded meanwhile is kept for a short time on the next node in the order of the key,
     * where reads find it, those of other clients as well. Nothing is decided by it, and it is forgotten with the outage. A
     * client that reads there may miss what clients write that still reach the owner, for as long as such entries live.
     */
    GUTTER
}
