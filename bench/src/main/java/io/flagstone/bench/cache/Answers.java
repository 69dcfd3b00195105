package io.flagstone.bench.cache;

import io.flagstone.bench.measure.Latencies;
import org.jspecify.annotations.Nullable;

/** What one thread was answered. */
final class Answers {
    private final Latencies latencies = new Latencies();
    private long entries;
    private long misses;
    private long errors;
    private @Nullable String firstError;

    void answered(long nanos, int count) {
        latencies.record(nanos);
        entries += count;
    }

    void missed(int count) {
        misses += count;
    }

    /** Something went wrong; only the first is remembered in words. */
    void failed(String what) {
        errors++;
        firstError = firstError == null ? what : firstError;
    }

    void add(Answers other) {
        latencies.add(other.latencies);
        entries += other.entries;
        misses += other.misses;
        errors += other.errors;
        firstError = firstError == null ? other.firstError : firstError;
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

    long errors() {
        return errors;
    }

    @Nullable
    String firstError() {
        return firstError;
    }
}
