package io.flagstone.server.internal.memory;

/**
 * The state bits of a chunk's control word. A chunk goes FREE, then building (none of FREE, LINKED, CHUNK), then LINKED
 * for an item's head or CHUNK for a part of its value, then FREE again; RETIRED instead when its page is being drained.
 */
public final class State {
    /** In the index and in an LRU list. */
    public static final int LINKED = 1;
    /** In its class's free list. */
    public static final int FREE = 1 << 1;
    /** A part of a chunked item's value. */
    public static final int CHUNK = 1 << 2;
    /** An item whose value lies in chained chunks. */
    public static final int CHUNKED = 1 << 3;
    /** Read at least once since it was stored. */
    public static final int FETCHED = 1 << 4;
    /** Read at least twice since it entered its LRU list. */
    public static final int ACTIVE = 1 << 5;
    /** Marked stale: still served, but to be replaced. */
    public static final int STALE = 1 << 6;
    /** Some client has been told to replace it. */
    public static final int WON = 1 << 7;
    /** Its key came in base64. */
    public static final int BINARY_KEY = 1 << 8;
    /** Client flags are stored. */
    public static final int FLAGS = 1 << 9;
    /** Free for good: its page is leaving the class. */
    public static final int RETIRED = 1 << 10;

    /** In COLD still, because a challenger was refused. */
    public static final int SPARED = 1 << 11;
    /** In COLD although the counts of requests spoke against it. */
    public static final int DOUBTED = 1 << 14;

    /** Bits that an item loses when its key is stored anew. */
    static final int PASSING = FETCHED | ACTIVE | STALE | WON | BINARY_KEY | SPARED | DOUBTED;

    private static final int LRU_SHIFT = 12;
    /** The two bits that say which LRU list the item is in. */
    static final int LRU_MASK = 3 << LRU_SHIFT;

    private State() {}

    /** Number of the LRU list encoded in these state bits. */
    public static int lru(int control) {
        return (control & LRU_MASK) >>> LRU_SHIFT;
    }

    /** State bits that encode this LRU list. */
    public static int lruBits(int lru) {
        return lru << LRU_SHIFT;
    }
}
