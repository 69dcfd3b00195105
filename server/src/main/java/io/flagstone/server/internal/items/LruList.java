package io.flagstone.server.internal.items;

import io.flagstone.server.internal.memory.ItemLayout;
import io.flagstone.server.internal.memory.Pages;

/** A doubly linked list of items through their headers, guarded by the lock of its {@link LruClass}. */
public final class LruList {
    private final Pages pages;
    private long head;
    private long tail;
    private int count;
    private long bytes;

    public LruList(Pages pages) {
        this.pages = pages;
    }

    public void addFirst(long item, int footprint) {
        ItemLayout.setPrev(pages.memory(item), Pages.offset(item), 0);
        ItemLayout.setNext(pages.memory(item), Pages.offset(item), head);
        if (head != 0) {
            ItemLayout.setPrev(pages.memory(head), Pages.offset(head), item);
        } else {
            tail = item;
        }
        head = item;
        count++;
        bytes += footprint;
    }

    public void addLast(long item, int footprint) {
        ItemLayout.setPrev(pages.memory(item), Pages.offset(item), tail);
        ItemLayout.setNext(pages.memory(item), Pages.offset(item), 0);
        if (tail != 0) {
            ItemLayout.setNext(pages.memory(tail), Pages.offset(tail), item);
        } else {
            head = item;
        }
        tail = item;
        count++;
        bytes += footprint;
    }

    public void remove(long item, int footprint) {
        long next = ItemLayout.next(pages.memory(item), Pages.offset(item));
        long prev = ItemLayout.prev(pages.memory(item), Pages.offset(item));
        setNext(prev, next);
        setPrev(next, prev);
        count--;
        bytes -= footprint;
    }

    /** Puts {@code fresh}, a copy of {@code item} with its links, in its place. */
    public void replace(long item, long fresh) {
        setNext(ItemLayout.prev(pages.memory(item), Pages.offset(item)), fresh);
        setPrev(ItemLayout.next(pages.memory(item), Pages.offset(item)), fresh);
    }

    private void setNext(long item, long next) {
        if (item == 0) {
            head = next;
        } else {
            ItemLayout.setNext(pages.memory(item), Pages.offset(item), next);
        }
    }

    private void setPrev(long item, long prev) {
        if (item == 0) {
            tail = prev;
        } else {
            ItemLayout.setPrev(pages.memory(item), Pages.offset(item), prev);
        }
    }

    /** The item that was added or moved to the front longest ago, or 0. */
    public long tail() {
        return tail;
    }

    public int count() {
        return count;
    }

    public long bytes() {
        return bytes;
    }

    /** Seconds since the tail item was last accessed; 0 when the list is empty. */
    public int age(int now) {
        return tail == 0 ? 0 : Math.max(0, now - ItemLayout.access(pages.memory(tail), Pages.offset(tail)));
    }
}
