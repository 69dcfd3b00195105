package io.flagstone.provider.internal.stats;

import java.util.concurrent.atomic.LongAdder;

/**
 * What one cache has done in this JVM, as JCache counts it. Counts nothing while nobody wants it. Times are nanoseconds of
 * whole calls.
 */
public final class CacheCounters {

    private boolean enabled;
    private int watchers;
    private volatile boolean counting;

    private final LongAdder hits = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder puts = new LongAdder();
    private final LongAdder removals = new LongAdder();
    private final LongAdder getNanos = new LongAdder();
    private final LongAdder putNanos = new LongAdder();
    private final LongAdder removeNanos = new LongAdder();

    /** Whether anything is counted. */
    public boolean isEnabled() {
        return counting;
    }

    /** Counts for JCache's own statistics, or no longer. */
    public synchronized void enable(boolean on) {
        enabled = on;
        counting = enabled || watchers > 0;
    }

    /** Counts for somebody else, too, until {@link #unwatch}, whether JCache's statistics are enabled or not. */
    public synchronized void watch() {
        watchers++;
        counting = true;
    }

    /** Ends one {@link #watch}. */
    public synchronized void unwatch() {
        watchers--;
        counting = enabled || watchers > 0;
    }

    public void hits(long count) {
        add(hits, count);
    }

    public void misses(long count) {
        add(misses, count);
    }

    public void puts(long count) {
        add(puts, count);
    }

    public void removals(long count) {
        add(removals, count);
    }

    public void getTime(long nanos) {
        add(getNanos, nanos);
    }

    public void putTime(long nanos) {
        add(putNanos, nanos);
    }

    public void removeTime(long nanos) {
        add(removeNanos, nanos);
    }

    private void add(LongAdder adder, long count) {
        if (counting && count != 0) {
            adder.add(count);
        }
    }

    /** Starts again from zero. */
    public void clear() {
        for (LongAdder adder : new LongAdder[] {hits, misses, puts, removals, getNanos, putNanos, removeNanos}) {
            adder.reset();
        }
    }

    public long hits() {
        return hits.sum();
    }

    public long misses() {
        return misses.sum();
    }

    public long puts() {
        return puts.sum();
    }

    public long removals() {
        return removals.sum();
    }

    long getNanos() {
        return getNanos.sum();
    }

    long putNanos() {
        return putNanos.sum();
    }

    long removeNanos() {
        return removeNanos.sum();
    }
}
