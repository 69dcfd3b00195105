package io.flagstone.server.internal.items;

/** The LRU lists of a slab class, in the order of their numbers. */
public final class Lru {
    /** New items. */
    public static final int HOT = 0;
    /** Items that were read again. */
    public static final int WARM = 1;
    /** Items that nobody asked for lately; the only list from which live items are evicted. */
    public static final int COLD = 2;
    /** Items with a short life, which are left to expire. */
    public static final int TEMP = 3;
    /** How many lists there are. */
    public static final int COUNT = 4;

    private Lru() {}
}
