package io.flagstone.server.internal.store;

import io.flagstone.server.internal.items.Evictor;
import io.flagstone.server.internal.items.Heap;
import io.flagstone.server.internal.memory.ChunkLayout;
import io.flagstone.server.internal.memory.Control;
import io.flagstone.server.internal.memory.ItemLayout;
import io.flagstone.server.internal.memory.Pages;
import io.flagstone.server.internal.memory.SlabClasses;
import io.flagstone.server.internal.memory.State;
import io.flagstone.server.store.Draft;
import io.flagstone.server.store.KeyHash;
import java.nio.ByteBuffer;

/**
 * An item being written into its chunk, or into chunks that are chained as the value grows. Until it is stored, its
 * chunk bears no LINKED bit and nobody else looks at it.
 */
final class SlabDraft implements Draft {
    private static final ByteBuffer NOWHERE = ByteBuffer.allocate(0);

    private final Heap heap;
    private final Evictor evictor;
    private final KeyHash hash;
    private final long itemSizeMax;

    private long item;
    private long lastPart;
    private int valueLength;
    private int remaining;
    private ByteBuffer target = NOWHERE;
    private int at;
    private int room;

    SlabDraft(Heap heap, Evictor evictor, KeyHash hash, long itemSizeMax) {
        this.heap = heap;
        this.evictor = evictor;
        this.hash = hash;
        this.itemSizeMax = itemSizeMax;
    }

    @Override
    public Outcome open(byte[] key, int offset, int keyLength, int flags, int expiry, int length) {
        Outcome outcome = allocate(keyLength, flags != 0, length);
        if (outcome == Outcome.READY) {
            ByteBuffer page = heap.pages().memory(item);
            int base = Pages.offset(item);
            page.put(base + heap.layout().keyOffset(), key, offset, keyLength);
            format(page, base, hash.hash(key, offset, keyLength), keyLength, flags, expiry, length);
        }
        return outcome;
    }

    @Override
    public Outcome open(Draft keyed, int flags, int expiry, int length) {
        SlabDraft other = (SlabDraft) keyed;
        ByteBuffer otherPage = heap.pages().memory(other.item);
        int otherBase = Pages.offset(other.item);
        int keyLength = ItemLayout.keyLength(otherPage, otherBase);
        Outcome outcome = allocate(keyLength, flags != 0, length);
        if (outcome == Outcome.READY) {
            ByteBuffer page = heap.pages().memory(item);
            int base = Pages.offset(item);
            int keyOffset = heap.layout().keyOffset();
            page.put(base + keyOffset, otherPage, otherBase + keyOffset, keyLength);
            format(page, base, ItemLayout.hash(otherPage, otherBase), keyLength, flags, expiry, length);
        }
        return outcome;
    }

    private Outcome allocate(int keyLength, boolean hasFlags, int length) {
        long size = heap.layout().size(keyLength, hasFlags, length);
        if (size > itemSizeMax) {
            return Outcome.TOO_LARGE;
        }
        SlabClasses classes = heap.slabs().classes();
        boolean chunked = size > classes.largestChunk();
        int slabClass = classes.classOf(chunked ? heap.layout().anchoredSize(keyLength, hasFlags) : (int) size);
        int bits = (chunked ? State.CHUNKED : 0) | (hasFlags ? State.FLAGS : 0);
        item = evictor.take(slabClass, bits);
        if (item == 0) {
            return Outcome.OUT_OF_MEMORY;
        }
        ItemLayout.setLruClass(heap.pages().memory(item), Pages.offset(item), chunked ? classes.last() : slabClass);
        return Outcome.READY;
    }

    private void format(ByteBuffer page, int base, int hashed, int keyLength, int flags, int expiry, int length) {
        heap.layout().format(page, base, hashed, keyLength, length, expiry);
        if (flags != 0) {
            heap.layout().setFlags(page, base, flags);
        }
        valueLength = length;
        remaining = length;
        lastPart = 0;
        if (Control.has(page, base, State.CHUNKED)) {
            heap.firstPart(item, 0);
            room = 0;
        } else {
            target = page;
            at = base + heap.layout().valueOffset(page, base);
            room = length;
        }
    }

    @Override
    public boolean write(byte[] source, int offset, int length) {
        int from = offset;
        int left = length;
        while (left > 0) {
            if (room == 0 && !addPart()) {
                return false;
            }
            int count = Math.min(left, room);
            target.put(at, source, from, count);
            advance(count);
            from += count;
            left -= count;
        }
        return true;
    }

    @Override
    public boolean write(ByteBuffer source) {
        int end = source.limit();
        int from = source.position();
        while (from < end) {
            if (room == 0 && !addPart()) {
                return false;
            }
            int count = Math.min(end - from, room);
            target.put(at, source, from, count);
            advance(count);
            from += count;
        }
        source.position(end);
        return true;
    }

    private void advance(int count) {
        at += count;
        room -= count;
        remaining -= count;
        if (lastPart != 0) {
            ByteBuffer page = heap.pages().memory(lastPart);
            int base = Pages.offset(lastPart);
            ChunkLayout.setUsed(page, base, ChunkLayout.used(page, base) + count);
        }
    }

    /** Chains the next chunk: of the largest class, or for the end of the value one that fits, if there is one. */
    private boolean addPart() {
        SlabClasses classes = heap.slabs().classes();
        int slabClass = classes.last();
        long part = 0;
        if (remaining + ChunkLayout.HEADER <= classes.largestChunk()) {
            slabClass = classes.classOf(remaining + ChunkLayout.HEADER);
            part = heap.slabs().takePart(slabClass, item);
        }
        if (part == 0) {
            // Nothing is evicted for an end that fits: its class may hold nothing but ends, and those are not in its
            // LRU.
            slabClass = classes.last();
            part = evictor.takePart(slabClass, item);
        }
        if (part == 0) {
            discard();
            return false;
        }
        if (lastPart == 0) {
            heap.firstPart(item, part);
        } else {
            ItemLayout.setNext(heap.pages().memory(lastPart), Pages.offset(lastPart), part);
        }
        lastPart = part;
        target = heap.pages().memory(part);
        at = Pages.offset(part) + ChunkLayout.HEADER;
        room = Math.min(remaining, classes.chunkSize(slabClass) - ChunkLayout.HEADER);
        return true;
    }

    @Override
    public boolean copyTo(Draft other) {
        return ItemBytes.copy(heap, item, valueLength - remaining, (SlabDraft) other);
    }

    /** Appends bytes of another page. */
    boolean write(ByteBuffer page, int offset, int length) {
        int from = offset;
        int left = length;
        while (left > 0) {
            if (room == 0 && !addPart()) {
                return false;
            }
            int count = Math.min(left, room);
            target.put(at, page, from, count);
            advance(count);
            from += count;
            left -= count;
        }
        return true;
    }

    @Override
    public void expiry(int second) {
        ItemLayout.setExpiry(heap.pages().memory(item), Pages.offset(item), second);
    }

    @Override
    public int expiry() {
        return ItemLayout.expiry(heap.pages().memory(item), Pages.offset(item));
    }

    @Override
    public int keyLength() {
        return ItemLayout.keyLength(heap.pages().memory(item), Pages.offset(item));
    }

    @Override
    public void copyKey(byte[] to, int from) {
        int key = Pages.offset(item) + heap.layout().keyOffset();
        heap.pages().memory(item).get(key, to, from, keyLength());
    }

    @Override
    public int slabClass() {
        return ItemLayout.lruClass(heap.pages().memory(item), Pages.offset(item));
    }

    @Override
    public int remaining() {
        return remaining;
    }

    @Override
    public int valueLength() {
        return valueLength;
    }

    @Override
    public boolean isOpen() {
        return item != 0;
    }

    @Override
    public void discard() {
        if (item != 0) {
            long dropped = take();
            heap.release(dropped);
        }
    }

    /** Hands the item over to whoever stores it. */
    long take() {
        long taken = item;
        item = 0;
        lastPart = 0;
        target = NOWHERE;
        room = 0;
        return taken;
    }

    /** The item being written, or 0. */
    long item() {
        return item;
    }
}
