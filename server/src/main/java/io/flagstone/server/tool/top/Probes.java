package io.flagstone.server.tool.top;

import java.util.Arrays;

/** How long the last probes took. */
final class Probes {
    /** Of ten seconds. */
    static final int KEPT = 10 * HostWatch.PROBES_PER_SECOND;

    private final long[] nanos = new long[KEPT];
    private long taken;

    void add(long duration) {
        nanos[(int) (taken++ % KEPT)] = duration;
    }

    /** Probes since the beginning. */
    long taken() {
        return taken;
    }

    /** The time in seconds within which 99 of 100 of those that are kept were answered; not a number without any. */
    double p99() {
        int count = (int) Math.min(taken, KEPT);
        if (count == 0) {
            return Double.NaN;
        }
        long[] sorted = Arrays.copyOf(nanos, count);
        Arrays.sort(sorted);
        return sorted[(int) Math.ceil(count * 0.99) - 1] / 1e9;
    }
}
