package io.flagstone.server.internal.memory;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One slab class: its pages, its free chunks, and at most one page that is being drained. Chunks of a fresh page are
 * carved off one by one, so that taking a page costs nothing per chunk. Everything here is guarded by its own lock.
 */
final class SlabClass extends SpinLock {
    private final int id;
    private final int chunkSize;
    private final int chunksPerPage;
    private final Pages pages;
    private final List<Page> members = new ArrayList<>();
    private long freeHead;
    private int freeChunks;
    private int usedChunks;
    private @Nullable Page uncarved;
    private @Nullable Page draining;

    SlabClass(int id, int chunkSize, int chunksPerPage, Pages pages) {
        this.id = id;
        this.chunkSize = chunkSize;
        this.chunksPerPage = chunksPerPage;
        this.pages = pages;
    }

    /** A chunk in state building with these bits, or 0 when the class has none. */
    long take(int bits) {
        long handle = freeHead;
        if (handle != 0) {
            unlink(handle);
        } else if (uncarved != null) {
            handle = carve(uncarved);
        } else {
            return 0;
        }
        usedChunks++;
        Control.start(pages.memory(handle), Pages.offset(handle), bits);
        return handle;
    }

    private long carve(Page page) {
        int at = page.carved();
        page.carveTo(at + chunkSize);
        if (at + 2 * chunkSize > chunksPerPage * chunkSize) {
            uncarved = page.nextUncarved;
            page.nextUncarved = null;
        }
        return page.handle(at);
    }

    /** Takes a chunk back. */
    void give(long handle) {
        usedChunks--;
        Page page = pages.page(handle);
        if (page == draining) {
            Control.end(page.memory(), Pages.offset(handle), State.RETIRED);
            page.live--;
        } else {
            link(handle);
        }
    }

    private void link(long handle) {
        ByteBuffer page = pages.memory(handle);
        int base = Pages.offset(handle);
        ItemLayout.setNext(page, base, freeHead);
        ItemLayout.setPrev(page, base, 0);
        if (freeHead != 0) {
            ItemLayout.setPrev(pages.memory(freeHead), Pages.offset(freeHead), handle);
        }
        freeHead = handle;
        freeChunks++;
        Control.end(page, base, State.FREE);
    }

    private void unlink(long handle) {
        ByteBuffer page = pages.memory(handle);
        int base = Pages.offset(handle);
        long next = ItemLayout.next(page, base);
        long prev = ItemLayout.prev(page, base);
        if (next != 0) {
            ItemLayout.setPrev(pages.memory(next), Pages.offset(next), prev);
        }
        if (prev != 0) {
            ItemLayout.setNext(pages.memory(prev), Pages.offset(prev), next);
        } else {
            freeHead = next;
        }
        freeChunks--;
    }

    void add(Page page) {
        page.assign(id);
        members.add(page);
        page.nextUncarved = uncarved;
        uncarved = page;
    }

    /** Starts draining a page: chunks freed from now on are retired, and it is carved no further. */
    void startDrain(Page page) {
        draining = page;
        page.live = page.carved() / chunkSize;
        if (uncarved == page) {
            uncarved = page.nextUncarved;
        } else {
            for (Page other = uncarved; other != null; other = other.nextUncarved) {
                if (other.nextUncarved == page) {
                    other.nextUncarved = page.nextUncarved;
                }
            }
        }
        page.nextUncarved = null;
    }

    /** Retires the free chunks that begin in this part of the draining page. */
    void retire(Page page, int from, int to) {
        for (int base = from; base < to && base < page.carved(); base += chunkSize) {
            if (Control.has(page.memory(), base, State.FREE)) {
                unlink(page.handle(base));
                Control.end(page.memory(), base, State.RETIRED);
                page.live--;
            }
        }
    }

    boolean drained(Page page) {
        return page.live == 0;
    }

    void remove(Page page) {
        draining = null;
        members.remove(page);
    }

    /** Gives a drain up: retired chunks are free again, the rest of the page may be carved again. */
    void abandonDrain(Page page) {
        draining = null;
        for (int base = 0; base < page.carved(); base += chunkSize) {
            if (Control.has(page.memory(), base, State.RETIRED)) {
                link(page.handle(base));
            }
        }
        if (page.carved() + chunkSize <= chunksPerPage * chunkSize) {
            page.nextUncarved = uncarved;
            uncarved = page;
        }
    }

    int pageCount() {
        return members.size();
    }

    /** The page that has been in the class longest and is none of the two given ones; null when there is no other. */
    @Nullable
    Page oldestPage() {
        return members.isEmpty() ? null : members.get(0);
    }

    /** Puts the oldest page last, for one that would not drain is not to be tried again at once. */
    void rotate() {
        members.add(members.remove(0));
    }

    int chunkSize() {
        return chunkSize;
    }

    int used() {
        return usedChunks;
    }

    /** Chunks that can be handed out without another page. */
    int free() {
        int count = freeChunks;
        for (Page page = uncarved; page != null; page = page.nextUncarved) {
            count += chunksPerPage - page.carved() / chunkSize;
        }
        return count;
    }
}
