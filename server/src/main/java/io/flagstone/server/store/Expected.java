package io.flagstone.server.store;

/** Keys that the requests at hand will ask for, in their order. */
public final class Expected {
    /** How many are told at a time. A processor has about a dozen reads of memory under way. */
    public static final int MOST = 32;

    private final int[] starts = new int[MOST];
    private final int[] lengths = new int[MOST];
    private final boolean[] changes = new boolean[MOST];
    private byte[] bytes = {};
    private int count;

    /** Begins anew, with keys that lie in these bytes. */
    public void clear(byte[] keys) {
        bytes = keys;
        count = 0;
    }

    /** Adds a key; {@code changed} when its item is to be replaced or removed. There must be room. */
    public void add(int start, int length, boolean changed) {
        starts[count] = start;
        lengths[count] = length;
        changes[count] = changed;
        count++;
    }

    /** Whether there is no room for more. */
    public boolean isFull() {
        return count == MOST;
    }

    /** Keys there are. */
    public int count() {
        return count;
    }

    /** The bytes in which the keys lie. */
    public byte[] bytes() {
        return bytes;
    }

    /** Where a key begins. */
    public int start(int number) {
        return starts[number];
    }

    /** Bytes of a key. */
    public int length(int number) {
        return lengths[number];
    }

    /** Whether the item of a key is to be replaced or removed. */
    public boolean changes(int number) {
        return changes[number];
    }
}
