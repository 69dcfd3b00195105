package io.flagstone.server.internal.store;

import io.flagstone.server.internal.items.Epoch;
import io.flagstone.server.internal.items.Heap;
import io.flagstone.server.internal.items.Index;
import io.flagstone.server.internal.items.Links;
import io.flagstone.server.internal.items.Lru;
import io.flagstone.server.internal.items.LruClass;
import io.flagstone.server.internal.items.Segment;
import io.flagstone.server.internal.memory.Control;
import io.flagstone.server.internal.memory.ItemLayout;
import io.flagstone.server.internal.memory.State;
import io.flagstone.server.store.Draft;
import io.flagstone.server.store.Handover;
import io.flagstone.server.store.KeyHash;
import io.flagstone.server.store.StoreClock;
import java.io.IOException;

/**
 * Shows the items list by list from the tail, so that another engine, which puts each at the head of the list of that
 * name, has the same lists. Counts of requests, and what duels have taught, are not handed over.
 *
 * <pre>
 * standing   bits 0-1 the LRU list   2 fetched   3 active   4 stale   5 won   6 binary key
 * </pre>
 */
final class SlabHandover implements Handover {
    private static final int LIST_MASK = 3;
    /** State bits that are handed over, in the order of their bits in a standing, from bit 2. */
    private static final int[] KEPT = {State.FETCHED, State.ACTIVE, State.STALE, State.WON, State.BINARY_KEY};

    private static final int FIRST_KEPT = 2;

    private final Heap heap;
    private final Index index;
    private final LruClass[] lrus;
    private final Links links;
    private final Epoch epoch;
    private final KeyHash hash;
    private final StoreClock clock;

    SlabHandover(Heap heap, Index index, LruClass[] lrus, Links links, Epoch epoch, KeyHash hash, StoreClock clock) {
        this.heap = heap;
        this.index = index;
        this.lrus = lrus;
        this.links = links;
        this.epoch = epoch;
        this.hash = hash;
        this.clock = clock;
    }

    @Override
    public void forEach(Visitor visitor) throws IOException {
        int now = clock.now();
        if (epoch.isDue(now)) {
            return;
        }
        ItemView view = new ItemView(heap);
        for (LruClass lru : lrus) {
            for (int list = 0; list < Lru.COUNT; list++) {
                for (long item = lru.tail(list); item != 0; item = ItemLayout.prev(view.page, view.base)) {
                    view.wrap(item);
                    if (isLive(item, now)) {
                        visitor.visit(view, standing(Control.get(view.page, view.base)));
                    }
                }
            }
        }
    }

    private boolean isLive(long item, int now) {
        return !links.isExpired(item, now) && !links.isFlushed(item);
    }

    private static int standing(int word) {
        int standing = State.lru(word);
        for (int i = 0; i < KEPT.length; i++) {
            standing |= (word & KEPT[i]) == 0 ? 0 : 1 << (FIRST_KEPT + i);
        }
        return standing;
    }

    private static int bits(int standing) {
        int bits = 0;
        for (int i = 0; i < KEPT.length; i++) {
            bits |= (standing & 1 << (FIRST_KEPT + i)) == 0 ? 0 : KEPT[i];
        }
        return bits;
    }

    @Override
    public boolean holds(byte[] key, int offset, int length) {
        int hashed = hash.hash(key, offset, length);
        Segment segment = index.segment(hashed);
        segment.lock();
        try {
            long item = segment.find(hashed, key, offset, length);
            return item != 0 && isLive(item, clock.now());
        } finally {
            segment.unlock();
        }
    }

    @Override
    public long lastCas() {
        return links.lastCas();
    }

    @Override
    public void lastCas(long cas) {
        links.lastCas(cas);
    }

    @Override
    public int flushDue() {
        return epoch.due();
    }

    @Override
    public boolean take(Draft draft, long cas, int lastAccess, int standing) {
        SlabDraft complete = (SlabDraft) draft;
        Segment segment = index.segment(heap.hash(complete.item()));
        segment.lock();
        try {
            if (segment.findTwin(complete.item()) != 0) {
                complete.discard();
                return false;
            }
            links.restore(segment, complete.take(), cas, lastAccess, standing & LIST_MASK, bits(standing));
            return true;
        } finally {
            segment.unlock();
        }
    }
}
