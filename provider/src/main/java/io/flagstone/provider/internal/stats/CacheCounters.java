package io.flagstone.provider.internal.stats;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/**
 * What one cache has done in this JVM, as JCache counts it, and some more. Counts nothing while nobody wants it. Times are nanoseconds of
 * whole calls.
 */
public final class CacheCounters {

    /** What is counted beside JCache's figures. */
    public enum Figure {
        /** Reads answered by a copy, the owner being away. */
        COPY_READS,
        /** Copies of what was stored that were not made. */
        COPIES_MISSING,
        /** Values that were read after their end. */
        STALE_READS,
        /** Entries that were renewed: the loader brought a value, which was stored, or nothing. */
        RENEWALS_MADE,
        /** Entries that somebody changed before the loader had brought the value. */
        RENEWALS_LATE,
        /** Entries whose renewal ended with an exception. */
        RENEWALS_FAILED,
        /** Entries taken over from the former owners of their keys. */
        WARMED,
        /** Reads of keys of which neither their owner nor the former one had an entry. */
        WARM_MISSES
    }

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
    private final Map<Figure, LongAdder> figures = new EnumMap<>(Figure.class);

    public CacheCounters() {
        for (Figure figure : Figure.values()) {
            figures.put(figure, new LongAdder());
        }
    }

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

    public void count(Figure figure, long count) {
        add(adder(figure), count);
    }

    public long sum(Figure figure) {
        return adder(figure).sum();
    }

    private LongAdder adder(Figure figure) {
        return Objects.requireNonNull(figures.get(figure));
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
        figures.values().forEach(LongAdder::reset);
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
