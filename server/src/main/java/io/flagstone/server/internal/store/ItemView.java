package io.flagstone.server.internal.store;

import io.flagstone.server.internal.items.Heap;
import io.flagstone.server.internal.memory.Control;
import io.flagstone.server.internal.memory.ItemLayout;
import io.flagstone.server.internal.memory.Pages;
import io.flagstone.server.internal.memory.State;
import io.flagstone.server.store.Mark;
import io.flagstone.server.store.StoredItem;
import java.nio.ByteBuffer;

/** A flyweight over the item at a handle. */
class ItemView implements StoredItem {
    private static final ByteBuffer NOWHERE = ByteBuffer.allocate(0);

    final Heap heap;
    long item;
    ByteBuffer page = NOWHERE;
    int base;

    ItemView(Heap heap) {
        this.heap = heap;
    }

    /** Looks at another item. */
    final void wrap(long handle) {
        item = handle;
        page = heap.pages().memory(handle);
        base = Pages.offset(handle);
    }

    static int bit(Mark mark) {
        return switch (mark) {
            case STALE -> State.STALE;
            case WON -> State.WON;
            case BINARY_KEY -> State.BINARY_KEY;
        };
    }

    @Override
    public final int keyLength() {
        return ItemLayout.keyLength(page, base);
    }

    @Override
    public final void copyKey(byte[] target, int at) {
        page.get(base + heap.layout().keyOffset(), target, at, keyLength());
    }

    @Override
    public final int valueLength() {
        return ItemLayout.valueLength(page, base);
    }

    @Override
    public final void copyValue(int from, byte[] target, int at, int length) {
        ItemBytes.copy(heap, item, from, target, at, length);
    }

    @Override
    public final int flags() {
        return heap.layout().flags(page, base);
    }

    @Override
    public final long cas() {
        return heap.layout().cas(page, base);
    }

    @Override
    public final int expiry() {
        return ItemLayout.expiry(page, base);
    }

    @Override
    public final int lastAccess() {
        return ItemLayout.access(page, base);
    }

    @Override
    public final boolean fetched() {
        return Control.has(page, base, State.FETCHED);
    }

    @Override
    public final boolean has(Mark mark) {
        return Control.has(page, base, bit(mark));
    }

    @Override
    public final int slabClass() {
        return ItemLayout.lruClass(page, base);
    }

    @Override
    public final int footprint() {
        return heap.layout().footprint(page, base);
    }
}
