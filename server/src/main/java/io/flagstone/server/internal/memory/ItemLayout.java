package io.flagstone.server.internal.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * How an item lies in its chunk. All numbers are in the machine's byte order; offsets count from the chunk's start.
 *
 * <pre>
 *  0        next: LRU neighbour towards the tail, or next free chunk (handle)
 *  8        prev: LRU neighbour towards the head, or previous free chunk (handle)
 * 16        chain: next item of the same index bucket (handle)
 * 24        hash of the key                28  last access, seconds of the store's clock
 * 32        expiry, seconds; 0 is never    36  bytes of the value, plus 2
 * 40        control: reference count (upper 16 bits), state bits (lower 16), changed atomically
 * 44        LRU class      45  key length  46  flush epoch at storing time
 * 48        CAS number; absent when the node runs without CAS
 * 56 or 48  key, one spare byte, client flags (4 bytes; absent when 0), value, two spare bytes
 * </pre>
 *
 * <p>The size accounted for an item is exactly memcached's: 48 + 8 + key + 1 + (4) + value + 2. The spare bytes are the
 * terminators that memcached keeps there; they are paid for so that both fill a page with the same number of items.
 *
 * <p>A value that does not fit the largest chunk follows in {@link ChunkLayout chained chunks}: its item then has the
 * {@link State#CHUNKED} bit and, in place of the value, an anchor of 48 bytes whose first 8 hold the first chunk.
 */
public final class ItemLayout {
    /** Bytes before the CAS number. */
    public static final int HEADER = 48;

    static final int NEXT = 0;
    static final int PREV = 8;
    private static final int CHAIN = 16;
    private static final int HASH = 24;
    private static final int ACCESS = 28;
    private static final int EXPIRY = 32;
    private static final int NBYTES = 36;
    static final int CONTROL = 40;
    static final int LRU_CLASS = 44;
    private static final int KEY_LENGTH = 45;
    private static final int EPOCH = 46;
    private static final int CAS = 48;
    private static final int FLAGS_BYTES = 4;
    /** What memcached stores behind every value: CR and LF. */
    private static final int TERMINATOR = 2;

    private static final VarHandle WORD = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
    private static final VarHandle KEY_WORD =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.nativeOrder());

    private final int keyOffset;

    /** The layout with or without room for a CAS number. */
    public ItemLayout(boolean withCas) {
        this.keyOffset = withCas ? CAS + Long.BYTES : CAS;
    }

    /** Whether items carry a CAS number. */
    public boolean hasCas() {
        return keyOffset > CAS;
    }

    /** Bytes accounted for an item. The sum may exceed an int. */
    public long size(int keyLength, boolean hasFlags, long valueLength) {
        return keyOffset + keyLength + 1 + (hasFlags ? FLAGS_BYTES : 0) + valueLength + TERMINATOR;
    }

    /** Bytes of the chunk that holds header, key and anchor of a chunked item. */
    public int anchoredSize(int keyLength, boolean hasFlags) {
        return keyOffset + keyLength + 1 + (hasFlags ? FLAGS_BYTES : 0) + ChunkLayout.HEADER;
    }

    /** Writes the fields of a fresh item, save its links, control word and CAS number. */
    public void format(ByteBuffer page, int base, int hash, int keyLength, int valueLength, int expiry) {
        page.putLong(base + CHAIN, 0);
        page.putInt(base + HASH, hash);
        page.putInt(base + EXPIRY, expiry);
        page.putInt(base + NBYTES, valueLength + TERMINATOR);
        page.put(base + KEY_LENGTH, (byte) keyLength);
        if (hasCas()) {
            page.putLong(base + CAS, 0);
        }
    }

    /** Offset of the control word, in items and in parts alike. */
    public static int controlOffset() {
        return CONTROL;
    }

    /** Offset of the key's first byte. */
    public int keyOffset() {
        return keyOffset;
    }

    /** Offset of the value's first byte, or of a chunked item's anchor, for the item at {@code base}. */
    public int valueOffset(ByteBuffer page, int base) {
        return keyOffset + keyLength(page, base) + 1 + (Control.has(page, base, State.FLAGS) ? FLAGS_BYTES : 0);
    }

    /** Client flags; 0 when none are stored. */
    public int flags(ByteBuffer page, int base) {
        return Control.has(page, base, State.FLAGS) ? page.getInt(flagsAt(page, base)) : 0;
    }

    /** Stores client flags; the item must have the {@link State#FLAGS} bit. */
    public void setFlags(ByteBuffer page, int base, int flags) {
        page.putInt(flagsAt(page, base), flags);
    }

    private int flagsAt(ByteBuffer page, int base) {
        return base + keyOffset + keyLength(page, base) + 1;
    }

    /** Bytes accounted for the item at {@code base}. */
    public int footprint(ByteBuffer page, int base) {
        return valueOffset(page, base) + page.getInt(base + NBYTES);
    }

    /** CAS number; 0 when the node runs without. */
    public long cas(ByteBuffer page, int base) {
        return hasCas() ? page.getLong(base + CAS) : 0;
    }

    /** Stores a CAS number, if the node runs with them. */
    public void setCas(ByteBuffer page, int base, long cas) {
        if (hasCas()) {
            page.putLong(base + CAS, cas);
        }
    }

    /** Whether the item's key equals these bytes. */
    public boolean keyEquals(ByteBuffer page, int base, byte[] key, int offset, int length) {
        if (keyLength(page, base) != length) {
            return false;
        }
        int at = base + keyOffset;
        int i = 0;
        for (; i <= length - Long.BYTES; i += Long.BYTES) {
            if ((long) WORD.get(page, at + i) != (long) KEY_WORD.get(key, offset + i)) {
                return false;
            }
        }
        for (; i < length; i++) {
            if (page.get(at + i) != key[offset + i]) {
                return false;
            }
        }
        return true;
    }

    /** Whether two items have the same key. */
    public boolean sameKey(ByteBuffer page, int base, ByteBuffer otherPage, int otherBase) {
        int length = keyLength(page, base);
        if (keyLength(otherPage, otherBase) != length) {
            return false;
        }
        int at = base + keyOffset;
        int otherAt = otherBase + keyOffset;
        int i = 0;
        for (; i <= length - Long.BYTES; i += Long.BYTES) {
            if (page.getLong(at + i) != otherPage.getLong(otherAt + i)) {
                return false;
            }
        }
        for (; i < length; i++) {
            if (page.get(at + i) != otherPage.get(otherAt + i)) {
                return false;
            }
        }
        return true;
    }

    /** Next item towards the tail. */
    public static long next(ByteBuffer page, int base) {
        return page.getLong(base + NEXT);
    }

    /** Sets the next item towards the tail. */
    public static void setNext(ByteBuffer page, int base, long handle) {
        page.putLong(base + NEXT, handle);
    }

    /** Next item towards the head. */
    public static long prev(ByteBuffer page, int base) {
        return page.getLong(base + PREV);
    }

    /** Sets the next item towards the head. */
    public static void setPrev(ByteBuffer page, int base, long handle) {
        page.putLong(base + PREV, handle);
    }

    /** Next item of the same bucket. */
    public static long chain(ByteBuffer page, int base) {
        return page.getLong(base + CHAIN);
    }

    /** Sets the next item of the same bucket. */
    public static void setChain(ByteBuffer page, int base, long handle) {
        page.putLong(base + CHAIN, handle);
    }

    /** Hash of the key. */
    public static int hash(ByteBuffer page, int base) {
        return page.getInt(base + HASH);
    }

    /** Second of the last access. */
    public static int access(ByteBuffer page, int base) {
        return page.getInt(base + ACCESS);
    }

    /** Sets the second of the last access. */
    public static void setAccess(ByteBuffer page, int base, int second) {
        page.putInt(base + ACCESS, second);
    }

    /** Second of expiry; 0 is never. */
    public static int expiry(ByteBuffer page, int base) {
        return page.getInt(base + EXPIRY);
    }

    /** Sets the second of expiry. */
    public static void setExpiry(ByteBuffer page, int base, int second) {
        page.putInt(base + EXPIRY, second);
    }

    /** Bytes of the value. */
    public static int valueLength(ByteBuffer page, int base) {
        return page.getInt(base + NBYTES) - TERMINATOR;
    }

    /** Bytes of the key. */
    public static int keyLength(ByteBuffer page, int base) {
        return page.get(base + KEY_LENGTH) & 0xff;
    }

    /** Slab class in whose LRU the item is kept. */
    public static int lruClass(ByteBuffer page, int base) {
        return page.get(base + LRU_CLASS);
    }

    /** Sets the slab class in whose LRU the item is kept. */
    public static void setLruClass(ByteBuffer page, int base, int slabClass) {
        page.put(base + LRU_CLASS, (byte) slabClass);
    }

    /** Flush epoch the item was stored in. */
    public static short epoch(ByteBuffer page, int base) {
        return page.getShort(base + EPOCH);
    }

    /** Sets the flush epoch. */
    public static void setEpoch(ByteBuffer page, int base, short epoch) {
        page.putShort(base + EPOCH, epoch);
    }
}
