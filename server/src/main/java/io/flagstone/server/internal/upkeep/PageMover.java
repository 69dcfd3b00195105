package io.flagstone.server.internal.upkeep;

import io.flagstone.server.internal.items.Events;
import io.flagstone.server.internal.items.Heap;
import io.flagstone.server.internal.memory.ChunkLayout;
import io.flagstone.server.internal.memory.Control;
import io.flagstone.server.internal.memory.Page;
import io.flagstone.server.internal.memory.State;
import io.flagstone.server.internal.stats.Tally;
import org.jspecify.annotations.Nullable;

/**
 * Moves a page from one slab class to another, or to the pool.
 *
 * <p>The page is first put into draining: nothing in it is handed out any more, what is freed there is retired. Since no
 * chunk of it is used twice from then on, a chunk can be looked at without a lock, and what is true of it under its
 * segment's lock is true of what was looked at. Then everything alive is rescued into other chunks of the class, in
 * steps, until the page is empty. An item that somebody is reading or writing is left for the next pass; after too many
 * passes the move is given up and the page stays.
 *
 * <p>Runs in the maintainer's thread.
 */
public final class PageMover {
    private static final int CHUNKS_PER_STEP = 1024;
    /** About a second at the maintainer's pace. */
    private static final int PASSES_MAX = 1000;

    private final Heap heap;
    private final Rescue rescue;
    private final Events events;
    private @Nullable Page page;
    private int target;
    private int position;
    private int passes;
    private volatile boolean running;
    private final Tally moved = new Tally();
    private final Tally busy = new Tally();
    private volatile long lastBusy;

    public PageMover(Heap heap, Rescue rescue, Events events) {
        this.heap = heap;
        this.rescue = rescue;
        this.events = events;
    }

    /** Starts moving the oldest page of a class that has at least two; false when it has not, or a move is under way. */
    public boolean start(int fromClass, int toClass) {
        if (page != null) {
            return false;
        }
        Page found = heap.slabs().startDrain(fromClass, 2);
        if (found == null) {
            return false;
        }
        heap.slabs().retireFree(found);
        page = found;
        target = toClass;
        position = 0;
        passes = 0;
        running = true;
        events.pageMoves(fromClass, toClass);
        return true;
    }

    /** Does a part of the move under way; false when there is none. */
    public boolean step(int now) {
        Page current = page;
        if (current == null) {
            return false;
        }
        int chunkSize = heap.slabs().classes().chunkSize(current.slabClass());
        int end = Math.min(current.carved(), position + CHUNKS_PER_STEP * chunkSize);
        for (; position < end; position += chunkSize) {
            visit(current, position, now);
        }
        if (position >= current.carved()) {
            position = 0;
            finishPass(current);
        }
        return true;
    }

    private void visit(Page current, int base, int now) {
        int word = Control.get(current.memory(), base);
        boolean gone = true;
        if ((word & State.LINKED) != 0) {
            gone = rescue.item(current.handle(base), current.slabClass(), now);
        } else if ((word & State.CHUNK) != 0) {
            long owner = ChunkLayout.owner(current.memory(), base);
            gone = rescue.part(current.handle(base), owner, current.slabClass(), now);
        } else if ((word & (State.FREE | State.RETIRED)) == 0) {
            gone = false;
        }
        if (!gone) {
            busy.increment();
            lastBusy = word;
        }
    }

    private void finishPass(Page current) {
        if (heap.slabs().drained(current)) {
            heap.slabs().move(current, target);
            moved.increment();
            end();
        } else if (++passes == PASSES_MAX) {
            heap.slabs().abandonDrain(current);
            end();
        }
    }

    private void end() {
        page = null;
        running = false;
    }

    public boolean isRunning() {
        return running;
    }

    /** Pages moved so far. */
    public long moved() {
        return moved.value();
    }

    /** Times a chunk had to be left for a later pass. */
    public long busy() {
        return busy.value();
    }

    /** Control word of the last chunk that had to be left. */
    public long lastBusy() {
        return lastBusy;
    }
}
