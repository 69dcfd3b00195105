package io.flagstone.bench.node;

import io.flagstone.bench.measure.Latencies;

/** What one thread has measured. */
final class Counts {
    private final Latencies latencies = new Latencies();
    private long entries;
    private long misses;

    /** A request was answered. */
    void add(long nanos, int asked, int found) {
        latencies.record(nanos);
        entries += asked;
        misses += asked - found;
    }

    void add(Counts other) {
        latencies.add(other.latencies);
        entries += other.entries;
        misses += other.misses;
    }

    Latencies latencies() {
        return latencies;
    }

    long entries() {
        return entries;
    }

    long misses() {
        return misses;
    }
}
