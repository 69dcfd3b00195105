package io.flagstone.server.internal.items;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How often keys were asked for lately, whether they are stored or not, told by their hashes. A count-min sketch with
 * conservative update, halved now and then so that the past fades (Einziger, Friedman and Manes, TinyLFU, 2017).
 *
 * <pre>
 * block   64 bytes, one cache line, chosen by the hash
 *   row   16 bytes: 32 counters of 4 bits, of which the hash chooses one; 4 rows
 * </pre>
 *
 * <p>A key's count is the least of its four counters, 15 at most. Any thread notes and asks without a lock: a count that
 * two threads write at once may be lost, which does no harm.
 */
public final class Frequencies {
    private static final int BLOCK_SHIFT = 6;
    private static final int ROWS = 4;
    private static final int ROW_SHIFT = 4;
    private static final int CHOICE_BITS = 5;
    private static final int MOST = 15;
    private static final long GOLDEN = 0x9e3779b97f4a7c15L;
    private static final long HALF_MASK = 0x7777777777777777L;

    private static final int BYTES_MIN = 1 << 16;
    private static final int BYTES_MAX = 1 << 26;
    /** 2 % of the memory for items: three counters for each of the smallest items, hundreds for usual ones. */
    private static final int MEMORY_SHARE = 64;

    private final ByteBuffer counters;
    private final int blockMask;

    /** Counters for a node with so much memory for items. */
    public Frequencies(long memory) {
        int bytes = bytesFor(memory);
        counters = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
        blockMask = (bytes >>> BLOCK_SHIFT) - 1;
    }

    /** Bytes that the counters take for a node with so much memory for items. */
    public static int bytesFor(long memory) {
        return Integer.highestOneBit((int) Math.max(BYTES_MIN, Math.min(BYTES_MAX, memory / MEMORY_SHARE)));
    }

    /** Counters there are. */
    public int size() {
        return 2 * counters.capacity();
    }

    private static long spread(int hash) {
        long mixed = hash * GOLDEN;
        return mixed ^ (mixed >>> 32);
    }

    private int block(long spread) {
        return ((int) (spread >>> (ROWS * CHOICE_BITS)) & blockMask) << BLOCK_SHIFT;
    }

    private static int choice(long spread, int row) {
        return (int) (spread >>> (row * CHOICE_BITS)) & ((1 << CHOICE_BITS) - 1);
    }

    /** How often the key with this hash was noted; 15 stands for more, too. */
    public int of(int hash) {
        long spread = spread(hash);
        int block = block(spread);
        int least = MOST;
        for (int row = 0; row < ROWS; row++) {
            least = Math.min(least, counter(block, row, choice(spread, row)));
        }
        return least;
    }

    private int counter(int block, int row, int choice) {
        return (counters.get(block + (row << ROW_SHIFT) + (choice >>> 1)) >>> shift(choice)) & MOST;
    }

    private static int shift(int choice) {
        return (choice & 1) << 2;
    }

    /** Something from where the counts of this hash stand; nothing follows from it but that they are near then. */
    public long glance(int hash) {
        return counters.getLong(block(spread(hash)));
    }

    /** Notes that the key with this hash was asked for. */
    public void note(int hash) {
        int least = of(hash);
        if (least == MOST) {
            return;
        }
        long spread = spread(hash);
        int block = block(spread);
        for (int row = 0; row < ROWS; row++) {
            int choice = choice(spread, row);
            int at = block + (row << ROW_SHIFT) + (choice >>> 1);
            byte pair = counters.get(at);
            if (((pair >>> shift(choice)) & MOST) == least) {
                counters.put(at, (byte) (pair + (1 << shift(choice))));
            }
        }
    }

    /** Halves all counts. */
    public void halve() {
        for (int at = 0; at < counters.capacity(); at += Long.BYTES) {
            counters.putLong(at, (counters.getLong(at) >>> 1) & HALF_MASK);
        }
    }
}
