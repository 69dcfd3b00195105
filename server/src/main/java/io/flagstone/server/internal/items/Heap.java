package io.flagstone.server.internal.items;

import io.flagstone.server.internal.memory.Control;
import io.flagstone.server.internal.memory.ItemLayout;
import io.flagstone.server.internal.memory.Pages;
import io.flagstone.server.internal.memory.Slabs;
import io.flagstone.server.internal.memory.State;
import java.nio.ByteBuffer;

/**
 * The memory the engine's parts share: pages, slabs and the item layout.
 *
 * @param pages the pages
 * @param slabs hands out chunks of them
 * @param layout how items lie in chunks
 */
public record Heap(Pages pages, Slabs slabs, ItemLayout layout) {
    /** Lets a reference to an item go, and frees it with the last one. */
    public void release(long handle) {
        if (Control.release(pages.memory(handle), Pages.offset(handle))) {
            slabs.giveItem(layout, handle);
        }
    }

    /** Frees an item that nobody refers to. */
    void free(long handle) {
        slabs.giveItem(layout, handle);
    }

    /** Whether the item is in the index; exact under the lock of its segment. */
    public boolean isLinked(long handle) {
        return Control.has(pages.memory(handle), Pages.offset(handle), State.LINKED);
    }

    public int hash(long handle) {
        return ItemLayout.hash(pages.memory(handle), Pages.offset(handle));
    }

    public int footprint(long handle) {
        return layout.footprint(pages.memory(handle), Pages.offset(handle));
    }

    /** The first part of a chunked item's value. */
    public long firstPart(long handle) {
        ByteBuffer page = pages.memory(handle);
        int base = Pages.offset(handle);
        return page.getLong(base + layout.valueOffset(page, base));
    }

    /** Sets the first part of a chunked item's value. */
    public void firstPart(long handle, long part) {
        ByteBuffer page = pages.memory(handle);
        int base = Pages.offset(handle);
        page.putLong(base + layout.valueOffset(page, base), part);
    }

    /** The part that follows a part. */
    public long nextPart(long part) {
        return ItemLayout.next(pages.memory(part), Pages.offset(part));
    }
}
