package io.flagstone.bench.soak;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import javax.cache.Cache;
import javax.cache.CacheException;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * Threads that read and write one cache, nine to one, as fast as they can or at a steady rate. At a steady rate a latency counts
 * from when the call was due, so that a stall counts for all that it held up. Every value that is read is looked at.
 */
final class Traffic implements AutoCloseable {
    private static final long LONGEST = 60_000_000_000L;
    private static final int DIGITS = 2;
    private static final int PERCENT_WRITES = 10;

    private final Cache<String, String> cache;
    private final int keys;
    private final String padding;
    private final long nanosBetween;
    private final List<Thread> threads = new ArrayList<>();
    private final Recorder latencies = new Recorder(1, LONGEST, DIGITS);
    private final LongAdder calls = new LongAdder();
    private final LongAdder misses = new LongAdder();
    private final LongAdder failures = new LongAdder();
    private final LongAdder wrong = new LongAdder();
    private volatile boolean ended;

    /**
     * Begins.
     *
     * @param perSecond calls of all threads together; 0 for as many as are answered
     */
    Traffic(Cache<String, String> cache, int keys, int size, int threads, double perSecond) {
        this.cache = cache;
        this.keys = keys;
        this.padding = "v".repeat(size);
        this.nanosBetween = perSecond <= 0 ? 0 : (long) (1e9 * threads / perSecond);
        for (int i = 0; i < threads; i++) {
            long seed = i;
            Thread thread = new Thread(() -> run(new SplittableRandom(seed)), "traffic " + i);
            this.threads.add(thread);
            thread.start();
        }
    }

    private void run(SplittableRandom random) {
        long due = System.nanoTime();
        while (!ended) {
            if (nanosBetween > 0) {
                due += nanosBetween;
                while (due - System.nanoTime() > 0 && !ended) {
                    LockSupport.parkNanos(due - System.nanoTime());
                }
            } else {
                due = System.nanoTime();
            }
            call(random);
            latencies.recordValue(Math.max(1, Math.min(System.nanoTime() - due, LONGEST)));
        }
    }

    private void call(SplittableRandom random) {
        String key = "key" + random.nextInt(keys);
        calls.increment();
        try {
            if (random.nextInt(100) < PERCENT_WRITES) {
                cache.put(key, key + "=" + padding);
                return;
            }
            String value = cache.get(key);
            if (value == null) {
                misses.increment();
                cache.put(key, key + "=" + padding);
            } else if (!value.startsWith(key + "=") || value.length() != key.length() + 1 + padding.length()) {
                wrong.increment();
            }
        } catch (CacheException e) {
            failures.increment();
        }
    }

    /** Latencies since this was last asked, in nanoseconds. */
    Histogram latencies() {
        return latencies.getIntervalHistogram();
    }

    long calls() {
        return calls.sum();
    }

    long misses() {
        return misses.sum();
    }

    /** Calls that ended in an exception. */
    long failures() {
        return failures.sum();
    }

    /** Values that were not the key's. */
    long wrong() {
        return wrong.sum();
    }

    @Override
    public void close() {
        ended = true;
        for (Thread thread : threads) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
