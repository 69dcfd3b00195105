package io.flagstone.bench.cache;

import java.util.concurrent.atomic.AtomicLongArray;
import javax.cache.Cache;

/** Counters in a cache, and what they must have come to. */
final class Counters {
    private final Cache<String, Long> cache;
    private final AtomicLongArray added;
    private final AtomicLongArray uncertain;

    /** Sets all counters to zero. */
    Counters(Cache<String, Long> cache, int count) {
        this.cache = cache;
        this.added = new AtomicLongArray(count);
        this.uncertain = new AtomicLongArray(count);
        for (int i = 0; i < count; i++) {
            cache.put(name(i), 0L);
        }
    }

    private static String name(int counter) {
        return "counter-" + counter;
    }

    int count() {
        return added.length();
    }

    /**
     * Adds one, in the cache.
     *
     * @return the counter's new value
     */
    long increment(int counter) {
        try {
            long after = cache.invoke(name(counter), new Increment());
            added.incrementAndGet(counter);
            return after;
        } catch (RuntimeException e) {
            uncertain.incrementAndGet(counter);
            throw e;
        }
    }

    /** How many counters are not what they must be. An increment that failed may or may not have happened. */
    int wrong() {
        int wrong = 0;
        for (int i = 0; i < count(); i++) {
            Long value = cache.get(name(i));
            long least = added.get(i);
            wrong += value == null || value < least || value > least + uncertain.get(i) ? 1 : 0;
        }
        return wrong;
    }
}
