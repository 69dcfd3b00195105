package io.flagstone.server.internal.store;

import io.flagstone.server.internal.items.Heap;
import io.flagstone.server.internal.items.Index;
import io.flagstone.server.internal.items.Links;
import io.flagstone.server.internal.items.Segment;
import io.flagstone.server.internal.memory.ItemLayout;
import io.flagstone.server.internal.memory.Pages;
import io.flagstone.server.store.StoreClock;
import io.flagstone.server.store.Walk;

/**
 * A walk over the index, bucket by bucket in the order of reversed hashes (see {@link Segment#bucketAt}). Every bucket
 * is visited under its segment's lock; between buckets nothing is held.
 */
final class SlabWalk implements Walk {
    private final Index index;
    private final Heap heap;
    private final Links links;
    private final StoreClock clock;
    private final ItemView view;
    private int segment;
    private int position;

    SlabWalk(Index index, Heap heap, Links links, StoreClock clock) {
        this.index = index;
        this.heap = heap;
        this.links = links;
        this.clock = clock;
        this.view = new ItemView(heap);
    }

    @Override
    public boolean step(Visitor visitor) {
        if (segment == index.segments()) {
            return false;
        }
        int now = clock.now();
        Segment current = index.numbered(segment);
        current.lock();
        try {
            visitBucket(current, now, visitor);
            position = current.positionAfter(position);
        } finally {
            current.unlock();
        }
        if (position == 0) {
            segment++;
        }
        return segment < index.segments();
    }

    private void visitBucket(Segment current, int now, Visitor visitor) {
        long handle = current.bucketAt(position);
        while (handle != 0) {
            long next = ItemLayout.chain(heap.pages().memory(handle), Pages.offset(handle));
            if (!links.isExpired(handle, now) && !links.isFlushed(handle)) {
                view.wrap(handle);
                visitor.visit(view);
            }
            handle = next;
        }
    }
}
