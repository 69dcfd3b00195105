package io.flagstone.bench.measure;

import org.HdrHistogram.Histogram;

/**
 * Latencies of one thread, or of several added up. Not safe for use by several threads.
 *
 * <p>Two significant digits: percentiles are right to 1 %.
 */
public final class Latencies {
    private static final long LONGEST = 60_000_000_000L;
    private static final int DIGITS = 2;
    private static final double NANOS_PER_MICRO = 1_000;

    private final Histogram histogram = new Histogram(1, LONGEST, DIGITS);

    /** Adds one; what is longer than a minute counts as a minute. */
    public void record(long nanos) {
        histogram.recordValue(Math.max(1, Math.min(nanos, LONGEST)));
    }

    /** Adds those of another thread. */
    public void add(Latencies other) {
        histogram.add(other.histogram);
    }

    /** How many there are. */
    public long count() {
        return histogram.getTotalCount();
    }

    /** The latency that so many of a hundred do not exceed, in microseconds; 0 if there are none. */
    public double micros(double percentile) {
        return count() == 0 ? 0 : histogram.getValueAtPercentile(percentile) / NANOS_PER_MICRO;
    }
}
