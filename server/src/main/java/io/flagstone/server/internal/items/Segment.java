package io.flagstone.server.internal.items;

import io.flagstone.server.internal.memory.ItemLayout;
import io.flagstone.server.internal.memory.Pages;
import io.flagstone.server.internal.memory.SpinLock;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A part of the index with a lock of its own: a table of buckets off the heap, each the head of a chain of items.
 *
 * <p>The table grows by linear hashing (Litwin, 1980): whenever items outnumber buckets, the next bucket in turn is
 * split in two and nothing else moves. {@code base} buckets were there when the current round began, {@code split} of
 * them have been split since; the table has {@code base + split} buckets. Tables double in size as rounds go on and are
 * never copied, so that no request ever waits for more than one bucket's split or one table's allocation.
 *
 * <p>Whoever calls a method holds the lock, save where it says otherwise.
 */
public final class Segment extends SpinLock {
    private static final int FIRST_SHIFT = 4;
    /** Buckets of the first table. */
    public static final int FIRST = 1 << FIRST_SHIFT;

    private final Pages pages;
    private final ItemLayout layout;
    private ByteBuffer[] tables;
    private int base = FIRST;
    private int split;
    private int items;

    // Keeps the locks of two segments off one cache line.
    @SuppressWarnings("unused")
    private long pad1;

    @SuppressWarnings("unused")
    private long pad2;

    @SuppressWarnings("unused")
    private long pad3;

    @SuppressWarnings("unused")
    private long pad4;

    public Segment(Pages pages, ItemLayout layout, ByteBuffer firstTable) {
        this.pages = pages;
        this.layout = layout;
        this.tables = new ByteBuffer[] {firstTable};
    }

    /** The item with this key, or 0. */
    public long find(int hash, byte[] key, int offset, int length) {
        long handle = head(bucket(hash));
        while (handle != 0) {
            ByteBuffer page = pages.memory(handle);
            int at = Pages.offset(handle);
            if (ItemLayout.hash(page, at) == hash && layout.keyEquals(page, at, key, offset, length)) {
                return handle;
            }
            handle = ItemLayout.chain(page, at);
        }
        return 0;
    }

    /** What the bucket of a hash seems to lead to; may be called without the lock, and be wrong then. */
    public long glance(int hash) {
        ByteBuffer[] known = tables;
        int bucket = bucket(hash);
        int number = tableOf(bucket);
        return number < known.length ? known[number].getLong(positionIn(number, bucket)) : 0;
    }

    /** The item with the same key as this one, or 0. */
    public long findTwin(long item) {
        ByteBuffer itemPage = pages.memory(item);
        int itemAt = Pages.offset(item);
        int hash = ItemLayout.hash(itemPage, itemAt);
        long handle = head(bucket(hash));
        while (handle != 0) {
            ByteBuffer page = pages.memory(handle);
            int at = Pages.offset(handle);
            if (ItemLayout.hash(page, at) == hash && layout.sameKey(page, at, itemPage, itemAt)) {
                return handle;
            }
            handle = ItemLayout.chain(page, at);
        }
        return 0;
    }

    public void insert(int hash, long item) {
        int bucket = bucket(hash);
        setChain(item, head(bucket));
        setHead(bucket, item);
        if (++items > base + split) {
            grow();
        }
    }

    public void remove(int hash, long item) {
        relink(hash, item, chain(item));
        items--;
    }

    /** Puts {@code fresh} in the place of {@code item}; both have the same hash. */
    public void replace(int hash, long item, long fresh) {
        setChain(fresh, chain(item));
        relink(hash, item, fresh);
    }

    /** Makes whatever points to {@code item} point to {@code successor}. */
    private void relink(int hash, long item, long successor) {
        int bucket = bucket(hash);
        long handle = head(bucket);
        if (handle == item) {
            setHead(bucket, successor);
            return;
        }
        while (chain(handle) != item) {
            handle = chain(handle);
        }
        setChain(handle, successor);
    }

    private void grow() {
        if (split == 0 && !addTable()) {
            return;
        }
        int fresh = base + split;
        long handle = head(split);
        long stay = 0;
        long move = 0;
        while (handle != 0) {
            long next = chain(handle);
            int hash = ItemLayout.hash(pages.memory(handle), Pages.offset(handle));
            if ((hash & (2 * base - 1)) == fresh) {
                setChain(handle, move);
                move = handle;
            } else {
                setChain(handle, stay);
                stay = handle;
            }
            handle = next;
        }
        setHead(split, stay);
        setHead(fresh, move);
        if (++split == base) {
            base *= 2;
            split = 0;
        }
    }

    private boolean addTable() {
        int number = Integer.numberOfTrailingZeros(base) - FIRST_SHIFT + 1;
        if (tables.length > number) {
            return true;
        }
        try {
            ByteBuffer table = ByteBuffer.allocateDirect(base * Long.BYTES).order(ByteOrder.nativeOrder());
            tables = Arrays.copyOf(tables, tables.length + 1);
            tables[number] = table;
            return true;
        } catch (OutOfMemoryError e) {
            // Direct memory is used up: chains grow longer, nothing is lost.
            return false;
        }
    }

    private int bucket(int hash) {
        int bucket = hash & (base - 1);
        return bucket < split ? hash & (2 * base - 1) : bucket;
    }

    private long head(int bucket) {
        int number = tableOf(bucket);
        return tables[number].getLong(positionIn(number, bucket));
    }

    private void setHead(int bucket, long handle) {
        int number = tableOf(bucket);
        tables[number].putLong(positionIn(number, bucket), handle);
    }

    /** Table 0 holds the first buckets, table n the 2^(n-1) times as many that follow. */
    private static int tableOf(int bucket) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(bucket >>> FIRST_SHIFT);
    }

    private static int positionIn(int table, int bucket) {
        int first = table == 0 ? 0 : FIRST << (table - 1);
        return (bucket - first) * Long.BYTES;
    }

    private long chain(long handle) {
        return ItemLayout.chain(pages.memory(handle), Pages.offset(handle));
    }

    private void setChain(long handle, long next) {
        ItemLayout.setChain(pages.memory(handle), Pages.offset(handle), next);
    }

    /** Items in this segment. */
    public int items() {
        return items;
    }

    /** Buckets there are. */
    public int buckets() {
        return base + split;
    }

    /**
     * The first item of the bucket that holds the hashes whose reversed bits begin at {@code position}. Read in the
     * order of reversed bits, a split turns one stretch of positions into two halves of itself, so that a walk over
     * positions meets every item once however often the table grows.
     */
    public long bucketAt(int position) {
        return head(bucket(Integer.reverse(position)));
    }

    /** The position behind that bucket's stretch; 0 after the last. */
    public int positionAfter(int position) {
        int hash = Integer.reverse(position);
        int bits = Integer.numberOfTrailingZeros(base) + ((hash & (base - 1)) < split ? 1 : 0);
        return position + (1 << (Integer.SIZE - bits));
    }
}
