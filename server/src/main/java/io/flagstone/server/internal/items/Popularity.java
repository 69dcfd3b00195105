package io.flagstone.server.internal.items;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Notes which keys are asked for, there or not, from the first eviction on: before that there is nothing to decide, and requests pay
 * one look at a flag. Counts are halved after ten requests for every item that is stored, or sooner when there are too
 * few counters for so many.
 */
public final class Popularity {
    /** TinyLFU's figure. */
    private static final int REQUESTS_PER_ITEM = 10;
    /** With fewer, what is counted for one key is likely to be another's. */
    private static final int COUNTERS_PER_REQUEST = 2;

    private static final int PERIOD_MIN = 1000;
    /** Requests that a thread gathers before it tells how many they were. */
    private static final int BATCH = 64;

    private final Frequencies frequencies;
    private final Losers losers;
    private final AtomicLong noted = new AtomicLong();
    private volatile boolean wanted;
    private volatile long period = PERIOD_MIN;
    private volatile Runnable whenDue = () -> {};

    /** Popularity in a node with so much memory for items. */
    public Popularity(long memory) {
        frequencies = new Frequencies(memory);
        losers = new Losers(memory);
    }

    /** Sets what is called when counts are to be halved. */
    public void onDue(Runnable action) {
        whenDue = action;
    }

    /** From now on requests are noted. */
    public void want() {
        if (!wanted) {
            wanted = true;
        }
    }

    /** How often the key with this hash was asked for lately, 15 at most. */
    public int of(int hash) {
        return frequencies.of(hash);
    }

    /** Brings the counts for this hash near, if there are any. */
    public long glance(int hash) {
        return wanted ? frequencies.glance(hash) : 0;
    }

    /** Whether counts are to be halved. */
    public boolean isDue() {
        return noted.get() >= period;
    }

    /** Halves the counts, of requests for so many items. */
    public void fade(long items) {
        frequencies.halve();
        noted.set(noted.get() / 2);
        long most = frequencies.size() / COUNTERS_PER_REQUEST;
        period = Math.max(PERIOD_MIN, Math.min(most, REQUESTS_PER_ITEM * items));
    }

    private void add(int requests) {
        if (noted.addAndGet(requests) >= period) {
            whenDue.run();
        }
    }

    /** Somewhere for one thread to note requests. */
    public Notes notes() {
        return new Notes();
    }

    /** The decisions of a slab class, which go by these counts. */
    public Duels duels(int slabClass) {
        return new Duels(this, losers, slabClass);
    }

    /** Where one thread notes requests. */
    public final class Notes {
        private int count;

        /** A request for the key with this hash. */
        public void note(int hash) {
            if (wanted) {
                frequencies.note(hash);
                if (++count == BATCH) {
                    count = 0;
                    add(BATCH);
                }
            }
        }
    }
}
