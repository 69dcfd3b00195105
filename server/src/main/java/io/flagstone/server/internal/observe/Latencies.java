package io.flagstone.server.internal.observe;

import java.util.Arrays;
import org.HdrHistogram.Histogram;

/** The times of batches, gathered from all event loops step by step; any thread. */
public final class Latencies {
    /** Upper bounds of what is counted, nanoseconds. */
    private static final long[] BOUNDS = {
        50_000,
        100_000,
        250_000,
        500_000,
        1_000_000,
        2_500_000,
        5_000_000,
        10_000_000,
        25_000_000,
        50_000_000,
        100_000_000,
        250_000_000,
        1_000_000_000
    };

    private static final double NANOS = 1e9;

    private final long[] counts = new long[BOUNDS.length + 1];
    private double seconds;

    /**
     * The times of one step, in microseconds; all 0 where nothing was timed.
     *
     * @param count batches that were timed
     */
    public record Step(long count, double median, double p99, double most) {}

    /**
     * All times so far.
     *
     * @param bounds upper bounds in seconds, ascending, the last one infinite
     * @param counts batches up to each bound and above the one before
     * @param seconds the sum of all times
     */
    public record Sum(double[] bounds, long[] counts, double seconds) {}

    synchronized Step add(Histogram times) {
        long before = 0;
        for (int i = 0; i < counts.length; i++) {
            long upTo = i < BOUNDS.length ? times.getCountBetweenValues(0, BOUNDS[i]) : times.getTotalCount();
            counts[i] += upTo - before;
            before = upTo;
        }
        long count = times.getTotalCount();
        if (count == 0) {
            return new Step(0, 0, 0, 0);
        }
        seconds += times.getMean() * count / NANOS;
        return new Step(count, micros(times, 50), micros(times, 99), times.getMaxValue() / 1e3);
    }

    private static double micros(Histogram times, double percentile) {
        return times.getValueAtPercentile(percentile) / 1e3;
    }

    /** What was added so far. */
    public synchronized Sum sum() {
        double[] bounds = new double[counts.length];
        Arrays.setAll(bounds, i -> i < BOUNDS.length ? BOUNDS[i] / NANOS : Double.POSITIVE_INFINITY);
        return new Sum(bounds, counts.clone(), seconds);
    }
}
