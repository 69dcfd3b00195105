package io.flagstone.server.internal.items;

import io.flagstone.server.internal.memory.Control;
import io.flagstone.server.internal.memory.ItemLayout;
import io.flagstone.server.internal.memory.Pages;
import io.flagstone.server.internal.memory.SpinLock;
import io.flagstone.server.internal.memory.State;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The segmented LRU of one slab class: HOT, WARM, COLD and TEMP, with one lock for all four.
 *
 * <p>New items enter HOT. A hit sets a bit in the item and touches no list: the first FETCHED, the second ACTIVE. What
 * reaches a tail is then judged: an active item of HOT or COLD goes to WARM, one of WARM to WARM's head, any other to
 * COLD. Only COLD is evicted from. Every move takes the ACTIVE bit away, so that it must be earned again. Once the class
 * evicts, what leaves HOT for COLD may find itself at COLD's tail: {@link Duels} decide.
 *
 * <p>Locks: an item in a list stays in a list while this lock is held. Taking it out for good also needs the lock of its
 * segment, which is taken before this one, or tried after it.
 */
public final class LruClass extends SpinLock {
    /** Items of a list judged at most for one that is stored. */
    private static final int SHED = 32;

    private final Heap heap;
    private final Duels duels;
    private LruPolicy policy;
    private final LruList[] lists = new LruList[Lru.COUNT];
    private final long[] counters = new long[LruCounter.values().length];

    public LruClass(Heap heap, LruPolicy policy, Duels duels) {
        this.heap = heap;
        this.duels = duels;
        this.policy = policy;
        for (int lru = 0; lru < Lru.COUNT; lru++) {
            lists[lru] = new LruList(heap.pages());
        }
    }

    /** Changes the policy; the caller holds this lock. */
    public void policy(LruPolicy other) {
        policy = other;
    }

    /**
     * Adds a new item, linked from now on, to HOT, or to TEMP when it has only a short time to live; to COLD when there is
     * nothing else.
     */
    public void add(long item, int now) {
        ByteBuffer page = heap.pages().memory(item);
        int base = Pages.offset(item);
        int lru = policy.listOf(ItemLayout.expiry(page, base), now);
        Control.link(page, base, lru);
        lists[lru].addFirst(item, heap.layout().footprint(page, base));
        if (duels.areOn()) {
            duels.returned(ItemLayout.hash(page, base), totalCount());
        }
    }

    /** Adds an item that was in this list in another engine's time, linked from now on, with these bits of its state. */
    public void restore(long item, int lru, int bits) {
        ByteBuffer page = heap.pages().memory(item);
        int base = Pages.offset(item);
        Control.link(page, base, lru);
        Control.set(page, base, bits);
        lists[lru].addFirst(item, heap.layout().footprint(page, base));
    }

    /** Takes an item out. */
    public void remove(long item) {
        ByteBuffer page = heap.pages().memory(item);
        int base = Pages.offset(item);
        lists[State.lru(Control.get(page, base))].remove(item, heap.layout().footprint(page, base));
    }

    /** Puts a copy in the place of an item. */
    public void replace(long item, long copy) {
        lists[lruOf(item)].replace(item, copy);
    }

    private int lruOf(long item) {
        return State.lru(Control.get(heap.pages().memory(item), Pages.offset(item)));
    }

    /** Tail of a list. */
    public long tail(int lru) {
        return lists[lru].tail();
    }

    /** Whether HOT or WARM holds more than its share, or its tail has been idle too long beside COLD's. */
    public boolean isDue(int lru, int now) {
        LruList list = lists[lru];
        if (list.count() == 0) {
            return false;
        }
        long share = policy.percent(lru) * totalBytes() / 100;
        return list.bytes() > share || list.age(now) > policy.ageFactor(lru) * lists[Lru.COLD].age(now);
    }

    /** Moves the tail of HOT or WARM where it belongs. */
    public void judgeTail(int lru) {
        long item = lists[lru].tail();
        boolean active = Control.has(heap.pages().memory(item), Pages.offset(item), State.ACTIVE);
        if (active) {
            moveActive(item, lru);
            return;
        }
        count(LruCounter.MOVES_TO_COLD);
        if (lru == Lru.HOT && duels.areOn() && policy.tuning().segmented()) {
            challenge(item);
        } else {
            move(item, lru, Lru.COLD);
        }
    }

    /** An item leaves HOT; either it or COLD's oldest is to be evicted next. */
    private void challenge(long item) {
        long oldest = lists[Lru.COLD].tail();
        if (oldest != 0 && saveIfActive(oldest)) {
            oldest = lists[Lru.COLD].tail();
        }
        if (oldest == 0 || duels.favour(heap.hash(item), heap.hash(oldest))) {
            move(item, Lru.HOT, Lru.COLD);
        } else if (duels.areTrusted()) {
            duels.lost(heap.hash(item), true);
            move(oldest, Lru.COLD, Lru.COLD);
            mark(oldest, State.SPARED);
            moveLast(item);
        } else {
            duels.lost(heap.hash(oldest), false);
            move(item, Lru.HOT, Lru.COLD);
            mark(item, State.DOUBTED);
        }
    }

    private void mark(long item, int bit) {
        Control.set(heap.pages().memory(item), Pages.offset(item), bit);
    }

    /** Brings HOT and WARM nearer to their shares, a few items at a time; for threads that need memory now. */
    public void shed(int now) {
        for (int lru = Lru.HOT; lru <= Lru.WARM; lru++) {
            for (int i = 0; i < SHED && isDue(lru, now); i++) {
                judgeTail(lru);
            }
        }
    }

    /** An item was evicted. */
    public void noteEviction() {
        duels.evicted();
    }

    /** The decisions of this class. */
    public Duels duels() {
        return duels;
    }

    private void moveActive(long item, int from) {
        int to = policy.listOfActive();
        count(
                from == to
                        ? LruCounter.MOVES_WITHIN_LRU
                        : to == Lru.WARM ? LruCounter.MOVES_TO_WARM : LruCounter.MOVES_TO_COLD);
        move(item, from, to);
    }

    /** Saves an item of COLD that was asked for again; false when nobody did. */
    public boolean saveIfActive(long item) {
        if (!Control.has(heap.pages().memory(item), Pages.offset(item), State.ACTIVE)) {
            return false;
        }
        moveActive(item, Lru.COLD);
        return true;
    }

    /** Puts an item that cannot be taken now at the head of its list, so that others come to the tail. */
    public void postpone(long item) {
        int lru = lruOf(item);
        count(LruCounter.LRUTAIL_REFLOCKED);
        move(item, lru, lru);
    }

    private void moveLast(long item) {
        int footprint = heap.footprint(item);
        lists[Lru.HOT].remove(item, footprint);
        Control.moveToLru(heap.pages().memory(item), Pages.offset(item), Lru.COLD, State.ACTIVE);
        lists[Lru.COLD].addLast(item, footprint);
    }

    private void move(long item, int from, int to) {
        int footprint = heap.footprint(item);
        lists[from].remove(item, footprint);
        Control.moveToLru(heap.pages().memory(item), Pages.offset(item), to, State.ACTIVE);
        lists[to].addFirst(item, footprint);
    }

    /** Seconds since the tail of a list was last accessed. */
    public int age(int lru, int now) {
        return lists[lru].age(now);
    }

    public int count(int lru) {
        return lists[lru].count();
    }

    public int totalCount() {
        int sum = 0;
        for (LruList list : lists) {
            sum += list.count();
        }
        return sum;
    }

    /** Bytes accounted for all items of the class. */
    public long totalBytes() {
        long sum = 0;
        for (LruList list : lists) {
            sum += list.bytes();
        }
        return sum;
    }

    public void count(LruCounter counter) {
        counters[counter.ordinal()]++;
    }

    public void count(LruCounter counter, long amount) {
        counters[counter.ordinal()] += amount;
    }

    public void put(LruCounter counter, long value) {
        counters[counter.ordinal()] = value;
    }

    public long value(LruCounter counter) {
        return counters[counter.ordinal()];
    }

    public void resetCounters() {
        Arrays.fill(counters, 0);
    }
}
