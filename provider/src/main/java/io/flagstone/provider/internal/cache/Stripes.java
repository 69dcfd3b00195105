package io.flagstone.provider.internal.cache;

import io.flagstone.provider.failure.HeldByAnother;
import io.flagstone.provider.internal.entry.EntryKey;
import java.util.Collection;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Locks that keep the threads of this JVM from changing one key at the same time. Across JVMs the entry's token decides;
 * here the locks spare the conflicts and give listeners their order.
 */
final class Stripes {

    private static final int COUNT = 512;

    private final ReentrantLock[] locks = new ReentrantLock[COUNT];
    private final long patienceNanos;

    /**
     * @param patienceNanos how long to wait for a lock; a writer or processor that uses the cache itself may close a
     *     circle, which this opens again
     */
    Stripes(long patienceNanos) {
        this.patienceNanos = patienceNanos;
        for (int i = 0; i < COUNT; i++) {
            locks[i] = new ReentrantLock();
        }
    }

    static int of(EntryKey key) {
        return key.spread() % COUNT;
    }

    /** The locks of all these keys, taken in one order everywhere. */
    Held lock(Collection<EntryKey> keys) {
        if (keys.size() == 1) {
            int stripe = of(keys.iterator().next());
            lock(stripe);
            return () -> locks[stripe].unlock();
        }
        TreeSet<Integer> stripes = new TreeSet<>();
        keys.forEach(key -> stripes.add(of(key)));
        TreeSet<Integer> taken = new TreeSet<>();
        Held held = () -> taken.descendingIterator().forEachRemaining(stripe -> locks[stripe].unlock());
        try {
            for (int stripe : stripes) {
                lock(stripe);
                taken.add(stripe);
            }
        } catch (RuntimeException e) {
            held.release();
            throw e;
        }
        return held;
    }

    private void lock(int stripe) {
        if (locks[stripe].tryLock()) {
            return; // without a look at interrupts, which only a wait has to heed
        }
        try {
            if (!locks[stripe].tryLock(patienceNanos, TimeUnit.NANOSECONDS)) {
                throw new HeldByAnother("another thread of this JVM has been changing the entry for "
                        + TimeUnit.NANOSECONDS.toMillis(patienceNanos) + " ms");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HeldByAnother("interrupted while another thread of this JVM was changing the entry", e);
        }
    }

    /** Locks that have been taken. */
    @FunctionalInterface
    interface Held {

        void release();
    }
}
