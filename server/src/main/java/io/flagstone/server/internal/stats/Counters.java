package io.flagstone.server.internal.stats;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The counters of a node: the sum over its event loops, less what had been counted when statistics were last reset (no
 * loop is ever interrupted for a reset).
 */
public final class Counters {
    private final List<LoopCounters> loops = new CopyOnWriteArrayList<>();
    private volatile LoopCounters baseline = new LoopCounters();

    /** Counters for another event loop. */
    public LoopCounters forLoop() {
        LoopCounters counters = new LoopCounters();
        loops.add(counters);
        return counters;
    }

    /** Value of a counter since the last reset. */
    public long value(Counter counter) {
        return sum(counter) - baseline.value(counter);
    }

    /** Value of a slab class's counter since the last reset. */
    public long value(ClassCounter counter, int slabClass) {
        long sum = 0;
        for (LoopCounters loop : loops) {
            sum += loop.value(counter, slabClass);
        }
        return sum - baseline.value(counter, slabClass);
    }

    private long sum(Counter counter) {
        long sum = 0;
        for (LoopCounters loop : loops) {
            sum += loop.value(counter);
        }
        return sum;
    }

    /** Counts from zero again. */
    public void reset() {
        LoopCounters now = new LoopCounters();
        for (Counter counter : Counter.values()) {
            now.count(counter, sum(counter));
        }
        baseline = now;
    }
}
