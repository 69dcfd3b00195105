package io.flagstone.server.internal.items;

import io.flagstone.server.internal.memory.ChunkLayout;
import io.flagstone.server.internal.memory.ItemLayout;
import java.nio.ByteBuffer;

/** Copies chunks, save their control words, which say whether a chunk is in use and stay where they are. */
public final class Copies {
    private Copies() {}

    /** Copies the first {@code size} bytes of an item. */
    public static void item(ByteBuffer from, int base, ByteBuffer to, int toBase, int size) {
        int control = ItemLayout.controlOffset();
        int behind = control + Integer.BYTES;
        to.put(toBase, from, base, control);
        to.put(toBase + behind, from, base + behind, size - behind);
    }

    /** Copies an item's places in its LRU list. */
    public static void links(ByteBuffer from, int base, ByteBuffer to, int toBase) {
        ItemLayout.setNext(to, toBase, ItemLayout.next(from, base));
        ItemLayout.setPrev(to, toBase, ItemLayout.prev(from, base));
    }

    /** Copies a part's link and data; its owner is set already. */
    public static void part(ByteBuffer from, int base, ByteBuffer to, int toBase) {
        int used = ChunkLayout.used(from, base);
        ItemLayout.setNext(to, toBase, ItemLayout.next(from, base));
        ChunkLayout.setUsed(to, toBase, used);
        to.put(toBase + ChunkLayout.HEADER, from, base + ChunkLayout.HEADER, used);
    }
}
