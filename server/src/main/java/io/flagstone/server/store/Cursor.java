package io.flagstone.server.store;

import org.jspecify.annotations.Nullable;

/**
 * One thread's way to the items. {@link #seek} finds a key and holds it, so that everything up to {@link #release}
 * happens to it at once; between the two nothing may block, wait or call another cursor. The methods of
 * {@link StoredItem} and the changing ones need an item under the cursor.
 */
public interface Cursor extends StoredItem {
    /** A new batch of requests begins: the cursor reads the clock, and keeps that time until the next call. */
    void begin();

    /** The time read by {@link #begin}, nanoseconds of the store's clock. */
    long nanos();

    /**
     * Says which keys will be asked for next, so that an engine may bring what it keeps of them near. Nothing changes, and
     * nothing need be done; the keys are valid during the call.
     */
    default void expect(Expected keys) {}

    /** Holds a key; true when a live item is there, which is then under the cursor. */
    boolean seek(byte[] key, int offset, int length);

    /** Holds the key of an open draft. */
    boolean seek(Draft draft);

    /** Why the last {@link #seek} found nothing. */
    Absence absence();

    /** Notes a hit, for last access and eviction. */
    void hit();

    /**
     * Notes that a reader asked for the key that {@link #seek(byte[], int, int)} did not find, for an engine that counts
     * requests for keys it does not have.
     */
    default void miss() {}

    /** Sets the second of expiry. */
    void expiry(int second);

    /** Sets the CAS number. */
    void cas(long cas);

    /** Gives the item the next CAS number of the node and answers it. */
    long renewCas();

    /** Sets or takes a mark. */
    void mark(Mark mark, boolean set);

    /** Replaces the value by one of equal length; false, and nothing changed, when a reader still has it pinned. */
    boolean overwrite(byte[] source, int offset, int length);

    /**
     * Stores an item of the same key in place of the one here, with the next CAS number: as {@link #store} would, but
     * without a draft. False, and nothing changed, when the engine cannot, which may depend on anything.
     *
     * @param flags client flags
     * @param expiry second of expiry, see {@link StoreClock#expiry}
     */
    default boolean renew(byte[] source, int offset, int length, int flags, int expiry) {
        return false;
    }

    /** Appends the value to a draft; false when that ran out of memory. */
    boolean copyValueTo(Draft target);

    /**
     * Stores a complete draft under the held key, in place of the item there, with the next CAS number. The new item is
     * under the cursor then.
     */
    void store(Draft draft);

    /** Removes the item. */
    void remove();

    /** Pins the value; null when the engine cannot, and the value must be copied. */
    @Nullable
    PinnedValue pin();

    /** Lets the key go. */
    void release();
}
