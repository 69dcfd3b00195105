package io.flagstone.server.internal.items;

import io.flagstone.server.internal.memory.Control;
import io.flagstone.server.internal.memory.ItemLayout;
import io.flagstone.server.internal.memory.Pages;
import io.flagstone.server.internal.memory.State;
import io.flagstone.server.store.StoreClock;
import java.nio.ByteBuffer;
import java.util.function.IntConsumer;

/**
 * Finds memory for a chunk, at the cost of an old item if need be. Runs in the storing thread, which may hold a segment:
 * other segments are only tried, never waited for.
 */
public final class Evictor {
    private static final int ATTEMPTS = 10;
    private static final int CANDIDATES = 5;

    /** As many as the maintainer moves at a time; with fewer, what is active in HOT would go by way of WARM's tail. */
    private static final int PULLED = 1024;

    private final Heap heap;
    private final Index index;
    private final LruClass[] lrus;
    private final Links links;
    private final boolean mayEvict;
    private final Events events;
    private final StoreClock clock;
    private volatile boolean eager;
    private volatile IntConsumer starved = slabClass -> {};

    public Evictor(
            Heap heap, Index index, LruClass[] lrus, Links links, Events events, StoreClock clock, boolean mayEvict) {
        this.heap = heap;
        this.index = index;
        this.lrus = lrus;
        this.links = links;
        this.events = events;
        this.clock = clock;
        this.mayEvict = mayEvict;
    }

    /** Sets what is called when a class could not be given a chunk. */
    public void onStarvation(IntConsumer action) {
        starved = action;
    }

    /** Whether every eviction counts as starvation. */
    public void eager(boolean is) {
        eager = is;
    }

    /** A chunk of this class in state building, with these bits besides, or 0 when none can be had. */
    public long take(int slabClass, int bits) {
        long handle = heap.slabs().take(slabClass, bits);
        for (int attempt = 0; handle == 0 && attempt < ATTEMPTS; attempt++) {
            if (!makeRoomAnywhere(slabClass)) {
                break;
            }
            handle = heap.slabs().take(slabClass, bits);
        }
        return handle == 0 ? fail(slabClass) : handle;
    }

    /** A chunk of this class for a part of {@code owner}'s value, or 0 when none can be had. */
    public long takePart(int slabClass, long owner) {
        long handle = heap.slabs().takePart(slabClass, owner);
        for (int attempt = 0; handle == 0 && attempt < ATTEMPTS; attempt++) {
            if (!makeRoomAnywhere(slabClass)) {
                break;
            }
            handle = heap.slabs().takePart(slabClass, owner);
        }
        return handle == 0 ? fail(slabClass) : handle;
    }

    /**
     * Frees one item of this class, or else one of the last class: the chunked items there hold their keys and the ends
     * of their values in chunks of other classes, and may be all that a class holds.
     */
    private boolean makeRoomAnywhere(int slabClass) {
        int now = clock.now();
        int last = lrus.length - 1;
        return makeRoom(slabClass, now) || (slabClass != last && makeRoom(last, now));
    }

    private long fail(int slabClass) {
        LruClass lru = lrus[slabClass];
        lru.lock();
        try {
            lru.count(LruCounter.OUTOFMEMORY);
        } finally {
            lru.unlock();
        }
        starved.accept(slabClass);
        return 0;
    }

    /** Frees one item of this class; false when none could be. */
    public boolean makeRoom(int slabClass, int now) {
        LruClass lru = lrus[slabClass];
        lru.lock();
        try {
            lru.shed(now);
            return takeFrom(lru, Lru.COLD, now)
                    || (pull(lru, Lru.HOT) && takeFrom(lru, Lru.COLD, now))
                    || (pull(lru, Lru.WARM) && takeFrom(lru, Lru.COLD, now))
                    || takeFrom(lru, Lru.TEMP, now);
        } finally {
            lru.unlock();
        }
    }

    /** Brings a few items of HOT or WARM to COLD, whatever their share, past many that are active if need be. */
    private static boolean pull(LruClass lru, int from) {
        for (int i = 0; i < PULLED && lru.tail(from) != 0 && (i < CANDIDATES || lru.tail(Lru.COLD) == 0); i++) {
            lru.judgeTail(from);
        }
        return lru.tail(Lru.COLD) != 0;
    }

    private boolean takeFrom(LruClass lru, int list, int now) {
        long item = lru.tail(list);
        for (int i = 0; i < CANDIDATES && item != 0; i++) {
            long next = ItemLayout.prev(heap.pages().memory(item), Pages.offset(item));
            Segment segment = index.segment(heap.hash(item));
            if (segment.tryLock()) {
                try {
                    if (takeItem(segment, lru, list, item, now)) {
                        return true;
                    }
                } finally {
                    segment.unlock();
                }
            } else {
                lru.count(LruCounter.LRUTAIL_REFLOCKED);
            }
            item = next;
        }
        return false;
    }

    private boolean takeItem(Segment segment, LruClass lru, int list, long item, int now) {
        ByteBuffer page = heap.pages().memory(item);
        int word = Control.get(page, Pages.offset(item));
        if (Control.references(word) > 1) {
            // Somebody is still reading it, so taking it out would free nothing.
            lru.postpone(item);
            return false;
        }
        if (links.isExpired(item, now) || links.isFlushed(item)) {
            lru.count(LruCounter.RECLAIMED);
            lru.count(LruCounter.DIRECT_RECLAIMS);
            countUnfetched(lru, word, LruCounter.EXPIRED_UNFETCHED);
        } else if (!mayEvict || list == Lru.TEMP || lru.saveIfActive(item)) {
            return false;
        } else {
            countEviction(lru, item, word, now);
            if (eager) {
                starved.accept(ItemLayout.lruClass(page, Pages.offset(item)));
            }
        }
        links.unlinkHoldingLru(segment, lru, item);
        return true;
    }

    private static void countUnfetched(LruClass lru, int word, LruCounter counter) {
        if ((word & State.FETCHED) == 0) {
            lru.count(counter);
        }
    }

    /** Counts an eviction and tells of it; the caller holds the LRU's lock. */
    public void countEviction(LruClass lru, long item, int word, int now) {
        ByteBuffer page = heap.pages().memory(item);
        int base = Pages.offset(item);
        events.evicted(item);
        lru.noteEviction();
        lru.count(LruCounter.EVICTED);
        lru.put(LruCounter.EVICTED_TIME, Math.max(0, now - ItemLayout.access(page, base)));
        if (ItemLayout.expiry(page, base) != 0) {
            lru.count(LruCounter.EVICTED_NONZERO);
        }
        countUnfetched(lru, word, LruCounter.EVICTED_UNFETCHED);
        if ((word & State.ACTIVE) != 0) {
            lru.count(LruCounter.EVICTED_ACTIVE);
        }
    }
}
