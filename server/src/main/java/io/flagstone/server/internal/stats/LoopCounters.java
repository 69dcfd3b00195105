package io.flagstone.server.internal.stats;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/** The counters of one event loop: written by it alone, read by anybody. */
public final class LoopCounters {
    private static final VarHandle CELL = MethodHandles.arrayElementVarHandle(long[].class);
    private static final int CLASSES = 64;

    private final long[] cells = new long[Counter.values().length];
    private final long[] classCells = new long[ClassCounter.values().length * CLASSES];

    /** Counts one. */
    public void count(Counter counter) {
        count(counter, 1);
    }

    /** Counts several. */
    public void count(Counter counter, long amount) {
        int cell = counter.ordinal();
        CELL.setOpaque(cells, cell, cells[cell] + amount);
    }

    /** Counts one for a slab class. */
    public void count(ClassCounter counter, int slabClass) {
        int cell = counter.ordinal() * CLASSES + slabClass;
        CELL.setOpaque(classCells, cell, classCells[cell] + 1);
    }

    /** Value of a counter. */
    public long value(Counter counter) {
        return (long) CELL.getOpaque(cells, counter.ordinal());
    }

    /** Value of a slab class's counter. */
    public long value(ClassCounter counter, int slabClass) {
        return (long) CELL.getOpaque(classCells, counter.ordinal() * CLASSES + slabClass);
    }
}
