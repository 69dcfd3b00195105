package io.flagstone.server.internal.store;

import io.flagstone.server.internal.items.Heap;
import io.flagstone.server.internal.items.Index;
import io.flagstone.server.internal.items.Popularity;
import io.flagstone.server.internal.memory.ItemLayout;
import io.flagstone.server.internal.memory.Pages;
import io.flagstone.server.store.Expected;
import io.flagstone.server.store.KeyHash;
import java.nio.ByteBuffer;

/**
 * Touches the memory that the next searches will want: first all buckets, then the items they lead to and the counts of
 * their requests, then the neighbours in the LRU of those that will be replaced, most of them where they lie. Each round's reads do not depend on each other, so the processor
 * waits for them together.
 *
 * <p>No lock is held. What is read may be of the past, or of something else by now; nothing follows from it.
 */
final class Prefetch {
    private static final int LINE = 64;

    private final Index index;
    private final Pages pages;
    private final Popularity popularity;
    private final KeyHash hash;
    private final int[] hashes = new int[Expected.MOST];
    private final long[] handles = new long[Expected.MOST];
    /** Keeps the compiler from leaving the reads out. */
    @SuppressWarnings("unused")
    private long touched;

    Prefetch(Heap heap, Index index, Popularity popularity, KeyHash hash) {
        this.popularity = popularity;
        this.index = index;
        this.pages = heap.pages();
        this.hash = hash;
    }

    void fetch(Expected expected) {
        int count = expected.count();
        for (int i = 0; i < count; i++) {
            hashes[i] = hash.hash(expected.bytes(), expected.start(i), expected.length(i));
        }
        for (int i = 0; i < count; i++) {
            handles[i] = index.segment(hashes[i]).glance(hashes[i]);
        }
        long sum = 0;
        for (int i = 0; i < count; i++) {
            sum += popularity.glance(hashes[i]);
            sum += item(handles[i]);
        }
        for (int i = 0; i < count; i++) {
            if (expected.changes(i)) {
                sum += neighbours(handles[i]);
            }
        }
        touched = sum;
    }

    private long item(long handle) {
        ByteBuffer page = pages.glance(handle);
        if (page == null) {
            return 0;
        }
        int base = Pages.offset(handle);
        int last = Pages.SIZE - Long.BYTES;
        return page.getLong(Math.min(base, last))
                + page.getLong(Math.min(base + LINE, last))
                + page.getLong(Math.min(base + 2 * LINE, last));
    }

    private long neighbours(long handle) {
        ByteBuffer page = pages.glance(handle);
        int base = Pages.offset(handle);
        if (page == null || base > Pages.SIZE - ItemLayout.HEADER) {
            return 0;
        }
        return header(ItemLayout.next(page, base)) + header(ItemLayout.prev(page, base));
    }

    private long header(long handle) {
        ByteBuffer page = pages.glance(handle);
        return page == null ? 0 : page.getLong(Math.min(Pages.offset(handle), Pages.SIZE - Long.BYTES));
    }
}
