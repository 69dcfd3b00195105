package io.flagstone.server.internal.items;

import io.flagstone.server.internal.memory.Control;
import io.flagstone.server.internal.memory.ItemLayout;
import io.flagstone.server.internal.memory.Page;
import io.flagstone.server.internal.memory.Pages;
import io.flagstone.server.internal.memory.State;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Puts items into index and LRU and takes them out again. Whoever calls a method holds the lock of the item's segment;
 * the LRU's lock is taken here.
 */
public final class Links {
    private final Heap heap;
    private final LruClass[] lrus;
    private final Epoch epoch;
    private final AtomicLong cas = new AtomicLong();

    public Links(Heap heap, LruClass[] lrus, Epoch epoch) {
        this.heap = heap;
        this.lrus = lrus;
        this.epoch = epoch;
    }

    /** The next CAS number of the node: unique and increasing. */
    public long nextCas() {
        return cas.incrementAndGet();
    }

    /** The CAS number given last. */
    public long lastCas() {
        return cas.get();
    }

    /** Gives larger CAS numbers than this from now on. */
    public void lastCas(long given) {
        cas.accumulateAndGet(given, Math::max);
    }

    /**
     * Links a complete item, where nothing is, as one that another engine had.
     *
     * @param access second of its last access
     * @param list its LRU list, at whose head it is put
     * @param bits of {@link State}, besides
     */
    public void restore(Segment segment, long item, long casNumber, int access, int list, int bits) {
        ByteBuffer page = heap.pages().memory(item);
        int base = Pages.offset(item);
        ItemLayout.setAccess(page, base, access);
        ItemLayout.setEpoch(page, base, epoch.current());
        heap.layout().setCas(page, base, casNumber);
        segment.insert(ItemLayout.hash(page, base), item);
        LruClass lru = lru(item);
        lru.lock();
        try {
            lru.restore(item, list, bits);
        } finally {
            lru.unlock();
        }
        note(item);
    }

    /** The LRU that keeps this item. */
    public LruClass lru(long item) {
        return lrus[ItemLayout.lruClass(heap.pages().memory(item), Pages.offset(item))];
    }

    /** Links a complete item under its key, where nothing is. */
    public void link(Segment segment, long item, int now) {
        ByteBuffer page = heap.pages().memory(item);
        int base = Pages.offset(item);
        prepare(page, base, now);
        segment.insert(ItemLayout.hash(page, base), item);
        LruClass lru = lru(item);
        lru.lock();
        try {
            lru.add(item, now);
        } finally {
            lru.unlock();
        }
        note(item);
    }

    /** Links a complete item in the place of another with the same key. */
    public void relink(Segment segment, long old, long item, int now) {
        ByteBuffer page = heap.pages().memory(item);
        int base = Pages.offset(item);
        prepare(page, base, now);
        segment.replace(ItemLayout.hash(page, base), old, item);
        LruClass lru = lru(item);
        LruClass oldLru = lru(old);
        if (oldLru != lru) {
            removeFrom(oldLru, old);
        }
        lru.lock();
        try {
            if (oldLru == lru) {
                lru.remove(old);
            }
            lru.add(item, now);
        } finally {
            lru.unlock();
        }
        note(item);
        discard(old);
    }

    /** Treats a linked item, whose value has been replaced where it lies, as one that was stored just now. */
    public void renew(long item, int now) {
        prepare(heap.pages().memory(item), Pages.offset(item), now);
        LruClass lru = lru(item);
        lru.lock();
        try {
            lru.remove(item);
            lru.add(item, now);
        } finally {
            lru.unlock();
        }
        note(item);
    }

    private void prepare(ByteBuffer page, int base, int now) {
        ItemLayout.setAccess(page, base, now);
        ItemLayout.setEpoch(page, base, epoch.current());
        heap.layout().setCas(page, base, nextCas());
    }

    /** Tells the item's page when it expires. */
    public void note(long item) {
        Page page = heap.pages().page(item);
        page.noteExpiry(ItemLayout.expiry(page.memory(), Pages.offset(item)));
    }

    /** Unlinks an item and lets the index's reference go. */
    public void unlink(Segment segment, long item) {
        segment.remove(heap.hash(item), item);
        removeFrom(lru(item), item);
        discard(item);
    }

    /** As {@link #unlink}, for a caller that holds the LRU's lock. */
    public void unlinkHoldingLru(Segment segment, LruClass lru, long item) {
        segment.remove(heap.hash(item), item);
        lru.remove(item);
        discard(item);
    }

    private static void removeFrom(LruClass lru, long item) {
        lru.lock();
        try {
            lru.remove(item);
        } finally {
            lru.unlock();
        }
    }

    private void discard(long item) {
        if (Control.unlink(heap.pages().memory(item), Pages.offset(item))) {
            heap.free(item);
        }
    }

    /** Whether the item has outlived its expiry. */
    public boolean isExpired(long item, int now) {
        int expiry = ItemLayout.expiry(heap.pages().memory(item), Pages.offset(item));
        return expiry != 0 && expiry <= now;
    }

    /** Whether the item was stored before the last flush. */
    public boolean isFlushed(long item) {
        return ItemLayout.epoch(heap.pages().memory(item), Pages.offset(item)) != epoch.current();
    }
}
