package io.flagstone.server.internal.store;

import io.flagstone.server.internal.items.Heap;
import io.flagstone.server.internal.memory.ChunkLayout;
import io.flagstone.server.internal.memory.Control;
import io.flagstone.server.internal.memory.ItemLayout;
import io.flagstone.server.internal.memory.Pages;
import io.flagstone.server.internal.memory.State;
import io.flagstone.server.store.PinnedValue;
import java.nio.ByteBuffer;

/** A reference to an item: while it is held, no part of the item is freed, moved or overwritten. */
final class SlabPin implements PinnedValue {
    private final Heap heap;
    private final long item;
    private final long[] parts;

    /** Takes over a reference the caller has taken. */
    SlabPin(Heap heap, long item) {
        this.heap = heap;
        this.item = item;
        this.parts = isChunked() ? new long[countParts()] : new long[1];
        if (isChunked()) {
            long part = heap.firstPart(item);
            for (int i = 0; i < parts.length; i++) {
                parts[i] = part;
                part = heap.nextPart(part);
            }
        }
    }

    private boolean isChunked() {
        return Control.has(heap.pages().memory(item), Pages.offset(item), State.CHUNKED);
    }

    private int countParts() {
        int count = 0;
        for (long part = heap.firstPart(item); part != 0; part = heap.nextPart(part)) {
            count++;
        }
        return count;
    }

    @Override
    public int parts() {
        return parts.length;
    }

    @Override
    public ByteBuffer part(int index) {
        long part = parts[index];
        if (part != 0) {
            ByteBuffer page = heap.pages().memory(part);
            int base = Pages.offset(part);
            return page.slice(base + ChunkLayout.HEADER, ChunkLayout.used(page, base));
        }
        ByteBuffer page = heap.pages().memory(item);
        int base = Pages.offset(item);
        int length = ItemLayout.valueLength(page, base);
        return page.slice(base + heap.layout().valueOffset(page, base), length);
    }

    @Override
    public void release() {
        heap.release(item);
    }
}
