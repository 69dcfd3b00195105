package io.flagstone.server.internal.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The control word of a chunk: a reference count and the {@link State} bits in one int, so that readers on other
 * threads may let go of an item while its owner changes its state. The index holds one reference, every reader of a
 * pinned value another, an item under construction belongs to one connection.
 */
public final class Control {
    private static final VarHandle WORD = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());
    private static final int REFERENCE = 1 << 16;
    private static final int STATE = REFERENCE - 1;
    /** Readers one item may have at a time; beyond, a reader is given a copy. */
    private static final int REFERENCES_MAX = 0x7000;

    private Control() {}

    /** The word as it is now. */
    public static int get(ByteBuffer page, int base) {
        return (int) WORD.getVolatile(page, base + ItemLayout.CONTROL);
    }

    /** Whether any of these state bits is set; exact only for bits that cannot change meanwhile. */
    public static boolean has(ByteBuffer page, int base, int bits) {
        return (page.getInt(base + ItemLayout.CONTROL) & bits) != 0;
    }

    /** References held, as seen in a word. */
    public static int references(int word) {
        return word >>> 16;
    }

    /** State bits, as seen in a word. */
    public static int state(int word) {
        return word & STATE;
    }

    /** Starts a chunk's life: one reference and these state bits. */
    public static void start(ByteBuffer page, int base, int bits) {
        WORD.setVolatile(page, base + ItemLayout.CONTROL, REFERENCE | bits);
    }

    /** Ends a chunk's life: no reference and these state bits. */
    public static void end(ByteBuffer page, int base, int bits) {
        WORD.setVolatile(page, base + ItemLayout.CONTROL, bits);
    }

    /** Sets state bits. */
    public static void set(ByteBuffer page, int base, int bits) {
        WORD.getAndBitwiseOr(page, base + ItemLayout.CONTROL, bits);
    }

    /** Clears state bits. */
    public static void clear(ByteBuffer page, int base, int bits) {
        WORD.getAndBitwiseAnd(page, base + ItemLayout.CONTROL, ~bits);
    }

    /** Replaces the bits under {@code mask}. */
    public static void replace(ByteBuffer page, int base, int mask, int bits) {
        int word;
        do {
            word = get(page, base);
        } while (!WORD.compareAndSet(page, base + ItemLayout.CONTROL, word, (word & ~(mask & STATE)) | bits));
    }

    /** Moves the item's mark to another LRU list and clears these bits besides. */
    public static void moveToLru(ByteBuffer page, int base, int lru, int clear) {
        replace(page, base, State.LRU_MASK | clear, State.lruBits(lru));
    }

    /** Marks an item as linked, and as one of this LRU list that nobody has asked for yet. */
    public static void link(ByteBuffer page, int base, int lru) {
        replace(page, base, State.LRU_MASK | State.PASSING, State.lruBits(lru) | State.LINKED);
    }

    /** Marks a linked item as linked no more, and lets the index's reference go; true when it was the last one. */
    public static boolean unlink(ByteBuffer page, int base) {
        return references((int) WORD.getAndAdd(page, base + ItemLayout.CONTROL, -(REFERENCE | State.LINKED))) == 1;
    }

    /** Takes a reference; refused when too many are held. The caller holds the lock of the item's segment. */
    public static boolean retain(ByteBuffer page, int base) {
        if (references(get(page, base)) >= REFERENCES_MAX) {
            return false;
        }
        WORD.getAndAdd(page, base + ItemLayout.CONTROL, REFERENCE);
        return true;
    }

    /** Lets a reference go; true when it was the last one and the caller must free the chunk. */
    public static boolean release(ByteBuffer page, int base) {
        return references((int) WORD.getAndAdd(page, base + ItemLayout.CONTROL, -REFERENCE)) == 1;
    }
}
