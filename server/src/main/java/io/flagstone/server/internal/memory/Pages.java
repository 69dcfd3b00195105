package io.flagstone.server.internal.memory;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * The memory of a node: pages of 1 MiB, taken from the system when first needed, and the pool of those that left their
 * class. A handle names a chunk: page number in the upper bits, offset in the lower 20; 0 names nothing.
 */
public final class Pages {
    /** Bits of a handle that are an offset. */
    public static final int SHIFT = 20;
    /** Bytes of a page. */
    public static final int SIZE = 1 << SHIFT;

    private static final int OFFSET = SIZE - 1;

    /** Pages taken from the system at once: few mappings for huge nodes, small steps for small ones. */
    private static final int BATCH_MAX = 16;

    private static final int PAGES_PER_BATCH_STEP = 4096;

    private final ArrayDeque<Page> pool = new ArrayDeque<>();
    private final ArrayDeque<Integer> unusedNumbers = new ArrayDeque<>();
    private ByteBuffer[] memory = new ByteBuffer[64];
    private Page[] pages = new Page[64];
    private int lastNumber;
    private int inUse;
    /** What the system could give when it last refused; asking again would stall every storing thread for nothing. */
    private int ceiling = Integer.MAX_VALUE;

    private volatile int limit;
    /** Pages that may stay: those of the limit, and first pages of classes that were granted beyond it. */
    private int most;

    private final AtomicLong failures = new AtomicLong();

    /** Pages for {@code bytes} of memory. */
    public Pages(long bytes) {
        this.limit = pagesOf(bytes);
        this.most = limit;
    }

    private static int pagesOf(long bytes) {
        return (int) Math.max(1, Math.min(bytes / SIZE, Integer.MAX_VALUE / 2));
    }

    /** The memory in which this chunk lies. */
    public ByteBuffer memory(long handle) {
        return memory[(int) (handle >>> SHIFT)];
    }

    /** The memory to which a handle led that may be out of date, or null; for looks without any lock. */
    public @Nullable ByteBuffer glance(long handle) {
        ByteBuffer[] known = memory;
        long number = handle >>> SHIFT;
        return number > 0 && number < known.length ? known[(int) number] : null;
    }

    /** Where in its page this chunk begins. */
    public static int offset(long handle) {
        return (int) handle & OFFSET;
    }

    /** The page in which this chunk lies. */
    public Page page(long handle) {
        return pages[(int) (handle >>> SHIFT)];
    }

    /** The page with this number, if there is one. */
    public synchronized @Nullable Page numbered(int number) {
        return number < pages.length ? pages[number] : null;
    }

    /** The highest page number ever given out. */
    public synchronized int lastNumber() {
        return lastNumber;
    }

    /**
     * A free page: from the pool, or from the system while the limit allows. A class's first page may exceed the limit,
     * or late classes could never store anything.
     */
    synchronized @Nullable Page take(boolean beyondLimit) {
        Page pooled = pool.poll();
        if (pooled == null && inUse < ceiling && (inUse < limit || beyondLimit)) {
            reserve(Math.max(1, Math.min(limit - inUse, Math.min(BATCH_MAX, limit / PAGES_PER_BATCH_STEP))));
            pooled = pool.poll();
            most = Math.max(most, inUse);
        }
        return pooled;
    }

    private void reserve(int count) {
        ByteBuffer block;
        try {
            block = ByteBuffer.allocateDirect(count * SIZE);
        } catch (OutOfMemoryError e) {
            // The JVM's direct-memory limit, not the heap's: the node goes on with the pages it has.
            failures.incrementAndGet();
            ceiling = inUse;
            return;
        }
        for (int i = 0; i < count; i++) {
            pool.add(number(block.slice(i * SIZE, SIZE).order(ByteOrder.nativeOrder())));
        }
        inUse += count;
    }

    private Page number(ByteBuffer bytes) {
        Integer reused = unusedNumbers.poll();
        int number = reused == null ? ++lastNumber : reused;
        if (number == pages.length) {
            // Readers follow handles they got under a lock that was taken after this write.
            memory = Arrays.copyOf(memory, number * 2);
            pages = Arrays.copyOf(pages, number * 2);
        }
        Page page = new Page(number, bytes);
        memory[number] = bytes;
        pages[number] = page;
        return page;
    }

    /** Takes back a page that left its class; beyond what may stay its memory is let go. */
    @SuppressWarnings("NullAway") // entries of released pages are empty, and no handle leads to them
    synchronized void give(Page page) {
        page.assign(0);
        if (inUse <= most) {
            pool.add(page);
            return;
        }
        inUse--;
        memory[page.number()] = null;
        pages[page.number()] = null;
        unusedNumbers.add(page.number());
    }

    /** Changes the limit; pages above it are let go as they come back, also those that were granted beyond the former. */
    public synchronized void limit(long bytes) {
        limit = pagesOf(bytes);
        most = limit;
        ceiling = Integer.MAX_VALUE;
        while (inUse > limit && !pool.isEmpty()) {
            give(pool.remove());
        }
    }

    /** Bytes the pages may take. */
    public long limit() {
        return (long) limit * SIZE;
    }

    /** Pages taken from the system, the pool's included. */
    public synchronized int inUse() {
        return inUse;
    }

    /** Whether there are more pages than may stay, since the limit was lowered. */
    public synchronized boolean isOverfull() {
        return inUse > most;
    }

    /** Pages in the pool. */
    public synchronized int pooled() {
        return pool.size();
    }

    /** How often the system refused a page within the limit. */
    public long failures() {
        return failures.get();
    }
}
