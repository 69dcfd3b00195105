package io.flagstone.server.internal.upkeep;

import io.flagstone.server.internal.items.Copies;
import io.flagstone.server.internal.items.Evictor;
import io.flagstone.server.internal.items.Heap;
import io.flagstone.server.internal.items.Index;
import io.flagstone.server.internal.items.Links;
import io.flagstone.server.internal.items.LruClass;
import io.flagstone.server.internal.items.Segment;
import io.flagstone.server.internal.memory.ChunkLayout;
import io.flagstone.server.internal.memory.Control;
import io.flagstone.server.internal.memory.ItemLayout;
import io.flagstone.server.internal.memory.Pages;
import io.flagstone.server.internal.memory.State;
import io.flagstone.server.internal.stats.Tally;
import java.nio.ByteBuffer;

/**
 * Takes live items and parts of items out of a draining page. Each is copied to another chunk of its class; when there
 * is none, a colder item makes room; when that fails too, the item itself is evicted.
 */
public final class Rescue {
    private final Heap heap;
    private final Index index;
    private final Links links;
    private final Evictor evictor;
    private final Tally items = new Tally();
    private final Tally parts = new Tally();
    private final Tally reclaimed = new Tally();
    private final Tally evicted = new Tally();

    public Rescue(Heap heap, Index index, Links links, Evictor evictor) {
        this.heap = heap;
        this.index = index;
        this.links = links;
        this.evictor = evictor;
    }

    /** Takes an item's head out; false when somebody has it pinned. */
    public boolean item(long item, int slabClass, int now) {
        int hash = heap.hash(item);
        Segment segment = index.segment(hash);
        segment.lock();
        try {
            if (!heap.isLinked(item) || heap.hash(item) != hash) {
                return true;
            }
            if (isPinned(item)) {
                return false;
            }
            if (links.isExpired(item, now) || links.isFlushed(item)) {
                reclaimed.increment();
                links.unlink(segment, item);
                return true;
            }
            long copy = chunk(slabClass, now);
            if (copy == 0) {
                evict(segment, item, now);
            } else {
                moveItem(segment, hash, item, copy);
                items.increment();
            }
            return true;
        } finally {
            segment.unlock();
        }
    }

    /** Takes a part of an item's value out; false when somebody has the item pinned or is writing it. */
    public boolean part(long part, long owner, int slabClass, int now) {
        int hash = heap.hash(owner);
        Segment segment = index.segment(hash);
        segment.lock();
        try {
            if (!Control.has(heap.pages().memory(part), Pages.offset(part), State.CHUNK)) {
                return true;
            }
            if (!heap.isLinked(owner) || heap.hash(owner) != hash || isPinned(owner)) {
                return false;
            }
            long copy = heap.slabs().takePart(slabClass, owner);
            if (copy == 0 && evictor.makeRoom(slabClass, now)) {
                copy = heap.slabs().takePart(slabClass, owner);
            }
            if (copy == 0) {
                evict(segment, owner, now);
            } else {
                movePart(part, owner, copy);
                parts.increment();
            }
            return true;
        } finally {
            segment.unlock();
        }
    }

    private boolean isPinned(long item) {
        return Control.references(Control.get(heap.pages().memory(item), Pages.offset(item))) > 1;
    }

    private long chunk(int slabClass, int now) {
        long copy = heap.slabs().take(slabClass);
        return copy == 0 && evictor.makeRoom(slabClass, now) ? heap.slabs().take(slabClass) : copy;
    }

    private void evict(Segment segment, long item, int now) {
        LruClass lru = links.lru(item);
        lru.lock();
        try {
            evictor.countEviction(lru, item, Control.get(heap.pages().memory(item), Pages.offset(item)), now);
            links.unlinkHoldingLru(segment, lru, item);
        } finally {
            lru.unlock();
        }
        evicted.increment();
    }

    private void moveItem(Segment segment, int hash, long item, long copy) {
        ByteBuffer from = heap.pages().memory(item);
        int base = Pages.offset(item);
        int word = Control.get(from, base);
        boolean chunked = (word & State.CHUNKED) != 0;
        int size = chunked
                ? heap.layout().valueOffset(from, base) + ChunkLayout.HEADER
                : heap.layout().footprint(from, base);
        Copies.item(from, base, heap.pages().memory(copy), Pages.offset(copy), size);
        LruClass lru = links.lru(item);
        lru.lock();
        try {
            // Neighbours may have come and gone since the copy was made.
            Copies.links(from, base, heap.pages().memory(copy), Pages.offset(copy));
            Control.set(heap.pages().memory(copy), Pages.offset(copy), Control.state(Control.get(from, base)));
            lru.replace(item, copy);
        } finally {
            lru.unlock();
        }
        segment.replace(hash, item, copy);
        if (chunked) {
            adopt(copy);
        }
        links.note(copy);
        heap.slabs().give(item);
    }

    /** Tells all parts of a moved item where it is now. */
    private void adopt(long item) {
        for (long part = heap.firstPart(item); part != 0; part = heap.nextPart(part)) {
            ChunkLayout.setOwner(heap.pages().memory(part), Pages.offset(part), item);
        }
    }

    private void movePart(long part, long owner, long copy) {
        Copies.part(heap.pages().memory(part), Pages.offset(part), heap.pages().memory(copy), Pages.offset(copy));
        if (heap.firstPart(owner) == part) {
            heap.firstPart(owner, copy);
        } else {
            long previous = heap.firstPart(owner);
            while (heap.nextPart(previous) != part) {
                previous = heap.nextPart(previous);
            }
            ItemLayout.setNext(heap.pages().memory(previous), Pages.offset(previous), copy);
        }
        heap.slabs().give(part);
    }

    /** Items rescued so far. */
    public long items() {
        return items.value();
    }

    /** Parts rescued so far. */
    public long parts() {
        return parts.value();
    }

    /** Dead items met and freed. */
    public long reclaimed() {
        return reclaimed.value();
    }

    /** Items evicted because there was no chunk to rescue them to. */
    public long evicted() {
        return evicted.value();
    }
}
