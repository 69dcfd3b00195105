package io.flagstone.server.internal.upkeep;

import io.flagstone.server.internal.items.Epoch;
import io.flagstone.server.internal.items.Heap;
import io.flagstone.server.internal.items.Index;
import io.flagstone.server.internal.items.Links;
import io.flagstone.server.internal.items.Segment;
import io.flagstone.server.internal.memory.ItemLayout;
import io.flagstone.server.internal.memory.Pages;

/** Carries {@code flush_all} out, now or when its time has come. */
public final class Flusher {
    private final Epoch epoch;
    private final Crawler crawler;
    private final Index index;
    private final Heap heap;
    private final Links links;

    public Flusher(Epoch epoch, Crawler crawler, Index index, Heap heap, Links links) {
        this.epoch = epoch;
        this.crawler = crawler;
        this.index = index;
        this.heap = heap;
        this.links = links;
    }

    public void flush(int second, int now) {
        boolean mustSweep = epoch.flush(second, now);
        if (second <= now) {
            crawler.everyPageIsDue();
        }
        if (mustSweep) {
            // Tens of thousands of flushes since the last sweep: epochs must not come round while an item of one lives.
            sweep();
            epoch.swept();
        }
    }

    /** Flushes when a delayed flush is due. */
    public void flushIfDue(int now) {
        if (epoch.isDue(now)) {
            flush(now, now);
        }
    }

    private void sweep() {
        for (int number = 0; number < index.segments(); number++) {
            Segment segment = index.numbered(number);
            segment.lock();
            try {
                sweep(segment);
            } finally {
                segment.unlock();
            }
        }
    }

    private void sweep(Segment segment) {
        int position = 0;
        do {
            long item = segment.bucketAt(position);
            while (item != 0) {
                long next = ItemLayout.chain(heap.pages().memory(item), Pages.offset(item));
                if (links.isFlushed(item)) {
                    links.unlink(segment, item);
                }
                item = next;
            }
            position = segment.positionAfter(position);
        } while (position != 0);
    }
}
