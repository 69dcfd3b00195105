package io.flagstone.server.internal.store;

import io.flagstone.server.internal.items.Heap;
import io.flagstone.server.internal.memory.ChunkLayout;
import io.flagstone.server.internal.memory.Control;
import io.flagstone.server.internal.memory.Pages;
import io.flagstone.server.internal.memory.State;
import java.nio.ByteBuffer;

/** Reads an item's value wherever it lies: in the item's chunk or in the parts chained to it. */
final class ItemBytes {
    private ItemBytes() {}

    /** Copies {@code length} bytes of the value from {@code from} to an array. */
    static void copy(Heap heap, long item, int from, byte[] target, int at, int length) {
        ByteBuffer page = heap.pages().memory(item);
        int base = Pages.offset(item);
        if (!Control.has(page, base, State.CHUNKED)) {
            page.get(base + heap.layout().valueOffset(page, base) + from, target, at, length);
            return;
        }
        int skip = from;
        int done = 0;
        for (long part = heap.firstPart(item); done < length; part = heap.nextPart(part)) {
            ByteBuffer partPage = heap.pages().memory(part);
            int partBase = Pages.offset(part);
            int used = ChunkLayout.used(partPage, partBase);
            int count = Math.min(used - skip, length - done);
            if (count > 0) {
                partPage.get(partBase + ChunkLayout.HEADER + skip, target, at + done, count);
                done += count;
            }
            skip = Math.max(0, skip - used);
        }
    }

    /** Appends the first {@code length} bytes of the value to a draft; false when that ran out of memory. */
    static boolean copy(Heap heap, long item, int length, SlabDraft target) {
        ByteBuffer page = heap.pages().memory(item);
        int base = Pages.offset(item);
        if (!Control.has(page, base, State.CHUNKED)) {
            return target.write(page, base + heap.layout().valueOffset(page, base), length);
        }
        for (long part = heap.firstPart(item); part != 0; part = heap.nextPart(part)) {
            ByteBuffer partPage = heap.pages().memory(part);
            int partBase = Pages.offset(part);
            if (!target.write(partPage, partBase + ChunkLayout.HEADER, ChunkLayout.used(partPage, partBase))) {
                return false;
            }
        }
        return true;
    }
}
