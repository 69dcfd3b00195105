package io.flagstone.server.internal.upkeep;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.config.Option;
import io.flagstone.server.internal.items.Heap;
import io.flagstone.server.internal.items.Lru;
import io.flagstone.server.internal.items.LruClass;
import io.flagstone.server.internal.items.LruCounter;
import io.flagstone.server.internal.memory.Slabs;
import io.flagstone.server.store.PageMoving;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * Decides which page should move where, once a second: away from the node when its limit was lowered; to a class that
 * could not store; to the pool from a class with chunks to spare; and to a class that evicts items much younger than
 * the oldest of another class, for then the other's memory serves worse. The last is judged by ages averaged over the
 * window, since a page taken for what a second showed costs more hits than it brings.
 */
public final class Balancer {
    private static final int NOBODY = 0;
    private static final int POOL = 0;
    /** A class that has this many pages' worth of free chunks can spare one (memcached's figure). */
    private static final double SPARE_PAGES = 2.5;

    private final Heap heap;
    private final LruClass[] lrus;
    private final PageMover mover;
    /** Whether items may be lost when a page moves; without, only classes with chunks to spare give pages. */
    private final boolean evicts;

    private volatile PageMoving moving;
    private final long[] evictedBefore;
    private final int[] lastEviction;
    /** Of each class's oldest item in COLD, in seconds, averaged over the window. */
    private final double[] age;

    private int secondsSeen;
    private int seenAt = -1;
    private final AtomicInteger starved = new AtomicInteger(NOBODY);
    private final AtomicReference<@Nullable Move> asked = new AtomicReference<>();

    public Balancer(Heap heap, LruClass[] lrus, PageMover mover, NodeOptions options) {
        this.heap = heap;
        this.lrus = lrus;
        this.mover = mover;
        this.evicts = options.is(Option.EVICTIONS);
        this.moving = new PageMoving(
                options.number(Option.SLAB_AUTOMOVE),
                options.decimal(Option.SLAB_AUTOMOVE_RATIO),
                options.number(Option.SLAB_AUTOMOVE_WINDOW));
        this.evictedBefore = new long[lrus.length];
        this.lastEviction = new int[lrus.length];
        this.age = new double[lrus.length];
    }

    /** How pages move by themselves; any thread. */
    public PageMoving moving() {
        return moving;
    }

    /** Changes that; any thread. */
    public void moving(PageMoving other) {
        moving = other;
    }

    /** Asks for a page to be moved; false when one is asked for already. Any thread. */
    public boolean ask(int from, int to) {
        return asked.compareAndSet(null, new Move(from, to));
    }

    /** Whether a move was asked for and has not begun. */
    public boolean isAsked() {
        return asked.get() != null;
    }

    /** Starts the move that was asked for, unless one is under way. */
    public void obey() {
        Move move = asked.get();
        if (move != null && !mover.isRunning()) {
            start(move);
            asked.set(null);
        }
    }

    private void start(Move move) {
        if (move.from == POOL) {
            heap.slabs().grow(move.to);
        } else {
            mover.start(move.from, move.to);
        }
    }

    private record Move(int from, int to) {}

    /** Notes that a class could not be given a chunk; any thread. */
    public void starved(int slabClass) {
        starved.set(slabClass);
    }

    /** Whether a class waits for a page. */
    public boolean isUrgent() {
        return moving.level() != 0 && starved.get() != NOBODY;
    }

    /** Starts a move for a class that could not store. */
    public void feed(int now) {
        int hungry = starved.getAndSet(NOBODY);
        int from = spareClass(hungry);
        from = from == NOBODY && evicts ? oldestClass(hungry, slabClass -> coldAge(slabClass, now)) : from;
        if (from != NOBODY) {
            mover.start(from, hungry);
        }
    }

    /** Looks at all classes and starts the move that helps most, if any. */
    public void balance(int now) {
        noteEvictions(now);
        noteAges(now);
        if (heap.pages().isOverfull()) {
            int largest = evicts ? largestClass() : spareClass(NOBODY);
            if (largest != NOBODY) {
                mover.start(largest, POOL);
            }
            return;
        }
        if (moving.level() == 0) {
            return;
        }
        int spare = spareClass(NOBODY);
        if (spare != NOBODY) {
            mover.start(spare, POOL);
            return;
        }
        int young = youngestEvictingClass(now);
        int old = oldestClass(young, slabClass -> age[slabClass]);
        boolean known = secondsSeen >= moving.window();
        if (known && young != NOBODY && old != NOBODY && age[young] < moving.ratio() * age[old]) {
            mover.start(old, young);
        }
    }

    private void noteAges(int now) {
        if (now == seenAt) {
            return;
        }
        seenAt = now;
        secondsSeen++;
        double weight = 1.0 / Math.min(secondsSeen, moving.window());
        for (int slabClass = 1; slabClass < lrus.length; slabClass++) {
            age[slabClass] += (coldAge(slabClass, now) - age[slabClass]) * weight;
        }
    }

    private void noteEvictions(int now) {
        for (int slabClass = 1; slabClass < lrus.length; slabClass++) {
            LruClass lru = lrus[slabClass];
            lru.lock();
            long evicted;
            try {
                evicted = lru.value(LruCounter.EVICTED);
            } finally {
                lru.unlock();
            }
            if (evicted != evictedBefore[slabClass]) {
                evictedBefore[slabClass] = evicted;
                lastEviction[slabClass] = now;
            }
        }
    }

    private int spareClass(int except) {
        Slabs slabs = heap.slabs();
        for (int slabClass = 1; slabClass < lrus.length; slabClass++) {
            double sparePages =
                    (double) slabs.freeChunks(slabClass) / slabs.classes().chunksPerPage(slabClass);
            if (slabClass != except && sparePages >= SPARE_PAGES && slabs.pageCount(slabClass) > 1) {
                return slabClass;
            }
        }
        return NOBODY;
    }

    private int largestClass() {
        int largest = NOBODY;
        int most = 1;
        for (int slabClass = 1; slabClass < lrus.length; slabClass++) {
            int count = heap.slabs().pageCount(slabClass);
            if (count > most) {
                most = count;
                largest = slabClass;
            }
        }
        return largest;
    }

    private int oldestClass(int except, IntToDoubleFunction ages) {
        int oldest = NOBODY;
        double most = -1;
        for (int slabClass = 1; slabClass < lrus.length; slabClass++) {
            double candidate = ages.applyAsDouble(slabClass);
            if (slabClass != except && candidate > most && heap.slabs().pageCount(slabClass) > 1) {
                most = candidate;
                oldest = slabClass;
            }
        }
        return oldest;
    }

    private int youngestEvictingClass(int now) {
        int youngest = NOBODY;
        double least = Double.MAX_VALUE;
        for (int slabClass = 1; slabClass < lrus.length; slabClass++) {
            if (age[slabClass] < least && isEvicting(slabClass, now)) {
                least = age[slabClass];
                youngest = slabClass;
            }
        }
        return youngest;
    }

    /** Whether it has evicted lately and would again: a page it was given must be used up before it gets another. */
    private boolean isEvicting(int slabClass, int now) {
        return lastEviction[slabClass] != 0
                && now - lastEviction[slabClass] <= moving.window()
                && heap.slabs().freeChunks(slabClass) < heap.slabs().classes().chunksPerPage(slabClass) / 2 + 1;
    }

    private int coldAge(int slabClass, int now) {
        LruClass lru = lrus[slabClass];
        lru.lock();
        try {
            return lru.age(Lru.COLD, now);
        } finally {
            lru.unlock();
        }
    }
}
