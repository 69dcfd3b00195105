package io.flagstone.server.internal.upkeep;

import io.flagstone.server.internal.items.Events;
import io.flagstone.server.internal.items.Heap;
import io.flagstone.server.internal.items.Index;
import io.flagstone.server.internal.items.Links;
import io.flagstone.server.internal.items.LruClass;
import io.flagstone.server.internal.items.LruCounter;
import io.flagstone.server.internal.items.Segment;
import io.flagstone.server.internal.memory.Control;
import io.flagstone.server.internal.memory.ItemLayout;
import io.flagstone.server.internal.memory.Page;
import io.flagstone.server.internal.memory.Pages;
import io.flagstone.server.internal.memory.State;
import io.flagstone.server.internal.stats.Tally;
import java.nio.ByteBuffer;

/**
 * Frees expired and flushed items in the background. Every page knows a bound for the earliest expiry among its items,
 * so that only pages with something to find are walked; a walk reads headers one after the other as they lie in memory
 * and takes a segment's lock only for an item that is to go.
 *
 * <p>Runs in the maintainer's thread, as the page mover does, so that no page changes class during a walk.
 */
public final class Crawler {
    private final Heap heap;
    private final Index index;
    private final LruClass[] lrus;
    private final Links links;
    private final Events events;
    private final int chunksPerRun;
    private final long[] examined;
    private final long[] reclaimed;
    private int nextPage = 1;
    private volatile boolean running;
    private final Tally starts = new Tally();

    public Crawler(Heap heap, Index index, LruClass[] lrus, Links links, Events events, int chunksPerRun) {
        this.heap = heap;
        this.index = index;
        this.lrus = lrus;
        this.links = links;
        this.events = events;
        this.chunksPerRun = chunksPerRun;
        this.examined = new long[lrus.length];
        this.reclaimed = new long[lrus.length];
    }

    /** Walks pages that are due until the budget for one run is used up. */
    public void run(int now) {
        int last = heap.pages().lastNumber();
        int budget = chunksPerRun;
        for (int seen = 0; seen < last && budget > 0; seen++) {
            Page page = heap.pages().numbered(nextPage);
            nextPage = nextPage >= last ? 1 : nextPage + 1;
            if (page != null && isDue(page, now)) {
                running = true;
                starts.increment();
                budget -= walk(page, now);
            }
        }
        if (running) {
            tell();
        }
        running = false;
    }

    private void tell() {
        for (int slabClass = 1; slabClass < lrus.length; slabClass++) {
            if (examined[slabClass] > 0) {
                events.crawled(slabClass, examined[slabClass], reclaimed[slabClass]);
                examined[slabClass] = 0;
                reclaimed[slabClass] = 0;
            }
        }
    }

    private static boolean isDue(Page page, int now) {
        return page.slabClass() != 0 && page.earliestExpiry() <= now;
    }

    /** Makes every page due: items of older epochs are to go. */
    public void everyPageIsDue() {
        int last = heap.pages().lastNumber();
        for (int number = 1; number <= last; number++) {
            Page page = heap.pages().numbered(number);
            if (page != null) {
                page.noteExpiry(1);
            }
        }
    }

    private int walk(Page page, int now) {
        page.forgetExpiry();
        int chunkSize = heap.slabs().classes().chunkSize(page.slabClass());
        ByteBuffer memory = page.memory();
        int carved = page.carved();
        int checked = 0;
        int freed = 0;
        for (int base = 0; base < carved; base += chunkSize) {
            if ((Control.get(memory, base) & State.LINKED) != 0) {
                checked++;
                long item = page.handle(base);
                if (isDead(item, now) && reclaim(item, now)) {
                    freed++;
                } else {
                    page.noteExpiry(ItemLayout.expiry(memory, base));
                }
            }
        }
        count(page.slabClass(), checked);
        examined[page.slabClass()] += checked;
        reclaimed[page.slabClass()] += freed;
        return carved / chunkSize;
    }

    private boolean isDead(long item, int now) {
        return links.isExpired(item, now) || links.isFlushed(item);
    }

    private boolean reclaim(long item, int now) {
        int hash = heap.hash(item);
        Segment segment = index.segment(hash);
        segment.lock();
        try {
            // The chunk may have got another item since it was looked at; under this lock that can be told.
            if (!heap.isLinked(item) || heap.hash(item) != hash || !isDead(item, now)) {
                return false;
            }
            boolean fetched = Control.has(heap.pages().memory(item), Pages.offset(item), State.FETCHED);
            LruClass lru = links.lru(item);
            lru.lock();
            try {
                lru.count(LruCounter.CRAWLER_RECLAIMED);
                if (!fetched) {
                    lru.count(LruCounter.EXPIRED_UNFETCHED);
                }
                links.unlinkHoldingLru(segment, lru, item);
            } finally {
                lru.unlock();
            }
            return true;
        } finally {
            segment.unlock();
        }
    }

    private void count(int slabClass, int checked) {
        LruClass lru = lrus[slabClass];
        lru.lock();
        try {
            lru.count(LruCounter.CRAWLER_ITEMS_CHECKED, checked);
        } finally {
            lru.unlock();
        }
    }

    public boolean isRunning() {
        return running;
    }

    /** Pages walked so far. */
    public long starts() {
        return starts.value();
    }
}
