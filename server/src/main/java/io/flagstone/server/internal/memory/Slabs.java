package io.flagstone.server.internal.memory;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Hands out chunks and takes them back, and drains pages so that they can change class. It never evicts: who finds no
 * chunk here must make room and ask again.
 *
 * <p>Locks: one per class, taken last of all (after an index segment's and an LRU's), never two at a time.
 */
public final class Slabs {
    /** Chunks retired per hold of a class's lock, so that storing threads wait a few microseconds at most. */
    private static final int RETIRE_STEP = 256;

    private final SlabClasses classes;
    private final Pages pages;
    private final SlabClass[] slabs;

    /** Slabs of these classes in these pages. */
    public Slabs(SlabClasses classes, Pages pages) {
        this.classes = classes;
        this.pages = pages;
        this.slabs = new SlabClass[classes.last() + 1];
        for (int id = 0; id < slabs.length; id++) {
            int size = id == 0 ? Pages.SIZE : classes.chunkSize(id);
            slabs[id] = new SlabClass(id, size, Pages.SIZE / size, pages);
        }
    }

    /** The sizes of the classes. */
    public SlabClasses classes() {
        return classes;
    }

    /** A chunk of this class in state building, or 0 when there is neither a free one nor a page for more. */
    public long take(int slabClass) {
        return take(slabClass, 0);
    }

    /** A chunk of this class in state building, with these bits besides, or 0. */
    public long take(int slabClass, int bits) {
        SlabClass slab = slabs[slabClass];
        long handle = locked(slab, bits);
        while (handle == 0 && grow(slab)) {
            handle = locked(slab, bits);
        }
        return handle;
    }

    /** A chunk for a part of {@code owner}'s value, or 0. */
    public long takePart(int slabClass, long owner) {
        long handle = take(slabClass, State.CHUNK);
        if (handle != 0) {
            ChunkLayout.format(pages.memory(handle), Pages.offset(handle), owner);
        }
        return handle;
    }

    private static long locked(SlabClass slab, int bits) {
        slab.lock();
        try {
            return slab.take(bits);
        } finally {
            slab.unlock();
        }
    }

    /** Gives a class a free page, if there is one. */
    public boolean grow(int slabClass) {
        return grow(slabs[slabClass]);
    }

    private boolean grow(SlabClass slab) {
        Page page = pages.take(pageCount(slab) == 0);
        if (page == null) {
            return false;
        }
        grant(page, slab);
        return true;
    }

    private static void grant(Page page, SlabClass slab) {
        slab.lock();
        try {
            slab.add(page);
        } finally {
            slab.unlock();
        }
    }

    /** Takes a chunk back that nobody refers to any more. */
    public void give(long handle) {
        SlabClass slab = slabs[pages.page(handle).slabClass()];
        slab.lock();
        try {
            slab.give(handle);
        } finally {
            slab.unlock();
        }
    }

    /** Takes an item back: its chunk, and the parts of its value if it is chunked. */
    public void giveItem(ItemLayout layout, long handle) {
        ByteBuffer page = pages.memory(handle);
        int base = Pages.offset(handle);
        if (Control.has(page, base, State.CHUNKED)) {
            long part = page.getLong(base + layout.valueOffset(page, base));
            while (part != 0) {
                long next = ItemLayout.next(pages.memory(part), Pages.offset(part));
                give(part);
                part = next;
            }
        }
        give(handle);
    }

    /** Starts draining the oldest page of a class; null when the class has fewer than {@code atLeast} pages. */
    public @Nullable Page startDrain(int slabClass, int atLeast) {
        SlabClass slab = slabs[slabClass];
        slab.lock();
        try {
            Page page = slab.oldestPage();
            if (page == null || slab.pageCount() < atLeast) {
                return null;
            }
            slab.startDrain(page);
            return page;
        } finally {
            slab.unlock();
        }
    }

    /** Retires all free chunks of a draining page, a few at a time. */
    public void retireFree(Page page) {
        SlabClass slab = slabs[page.slabClass()];
        int step = RETIRE_STEP * slab.chunkSize();
        for (int from = 0; from < page.carved(); from += step) {
            slab.lock();
            try {
                slab.retire(page, from, from + step);
            } finally {
                slab.unlock();
            }
        }
    }

    /** Whether nothing in a draining page is in use. */
    public boolean drained(Page page) {
        SlabClass slab = slabs[page.slabClass()];
        slab.lock();
        try {
            return slab.drained(page);
        } finally {
            slab.unlock();
        }
    }

    /** Takes a drained page out of its class and gives it to another, or to the pool when that is 0. */
    public void move(Page page, int toClass) {
        SlabClass slab = slabs[page.slabClass()];
        slab.lock();
        try {
            slab.remove(page);
        } finally {
            slab.unlock();
        }
        if (toClass == 0) {
            pages.give(page);
        } else {
            grant(page, slabs[toClass]);
        }
    }

    /** Gives a drain up. */
    public void abandonDrain(Page page) {
        SlabClass slab = slabs[page.slabClass()];
        slab.lock();
        try {
            slab.abandonDrain(page);
            slab.rotate();
        } finally {
            slab.unlock();
        }
    }

    /** Pages of a class. */
    public int pageCount(int slabClass) {
        return pageCount(slabs[slabClass]);
    }

    private static int pageCount(SlabClass slab) {
        slab.lock();
        try {
            return slab.pageCount();
        } finally {
            slab.unlock();
        }
    }

    /** Chunks of a class in use. */
    public int usedChunks(int slabClass) {
        SlabClass slab = slabs[slabClass];
        slab.lock();
        try {
            return slab.used();
        } finally {
            slab.unlock();
        }
    }

    /** Chunks of a class that can be handed out without another page. */
    public int freeChunks(int slabClass) {
        SlabClass slab = slabs[slabClass];
        slab.lock();
        try {
            return slab.free();
        } finally {
            slab.unlock();
        }
    }
}
