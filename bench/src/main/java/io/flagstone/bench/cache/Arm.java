package io.flagstone.bench.cache;

import io.flagstone.bench.measure.Measurement;

/** One of the caches compared. */
interface Arm extends AutoCloseable {
    /** Its name in the results. */
    String label();

    /** Stores a value for every key of the job. */
    void prepare(CacheJob job);

    /** Warms up and measures. */
    Measurement run(CacheJob job);

    @Override
    void close();
}
