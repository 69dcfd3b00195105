package io.flagstone.provider.internal.cache;

import io.flagstone.provider.failure.DeadlineExceeded;
import io.flagstone.provider.failure.HeldByAnother;
import io.flagstone.provider.internal.clock.Absence;
import io.flagstone.provider.internal.clock.Deadline;
import io.flagstone.provider.internal.entry.EntryKey;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Locks that keep the threads of this JVM from changing one key at the same time. Across JVMs the entry's token decides;
 * here the locks spare the conflicts and give listeners their order.
 *
 * <p>Whoever waits for a lock waits on the time of its call. While the one who has the lock runs the application's code,
 * which may take as long as it likes, that time stands still.
 */
final class Stripes {

    private static final int COUNT = 512;

    private final Stripe[] stripes = new Stripe[COUNT];
    private final long patienceNanos;

    /**
     * @param patienceNanos how long to wait for a lock at most; a writer or processor that uses the cache itself may close
     *     a circle, which this opens again
     */
    Stripes(long patienceNanos) {
        this.patienceNanos = patienceNanos;
        for (int i = 0; i < COUNT; i++) {
            stripes[i] = new Stripe();
        }
    }

    static int of(EntryKey key) {
        return key.spread() % COUNT;
    }

    /** A lock that says whether its owner is waiting for nodes or runs the application's code. */
    private static final class Stripe {

        private final ReentrantLock lock = new ReentrantLock();

        /** Of its owners. */
        private final Absence absence = new Absence();
    }

    /**
     * The locks of all these keys, taken in one order everywhere.
     *
     * @throws DeadlineExceeded when the time of the call was over first; then none is kept
     * @throws HeldByAnother when the application's code has had one for too long; the same
     */
    Held lock(Collection<EntryKey> keys, Deadline deadline) {
        if (keys.size() == 1) {
            Stripe stripe = stripes[of(keys.iterator().next())];
            lock(stripe, deadline);
            return new Held(List.of(stripe));
        }
        TreeSet<Integer> wanted = new TreeSet<>();
        keys.forEach(key -> wanted.add(of(key)));
        List<Stripe> taken = new ArrayList<>(wanted.size());
        Held held = new Held(taken);
        try {
            for (int each : wanted) {
                lock(stripes[each], deadline);
                taken.add(stripes[each]);
            }
        } catch (RuntimeException e) {
            held.release();
            throw e;
        }
        return held;
    }

    private void lock(Stripe stripe, Deadline deadline) {
        if (stripe.lock.tryLock()) {
            return; // without a look at interrupts, which only a wait has to heed
        }
        long begun = System.nanoTime();
        try {
            Absence.Wait wait = most -> stripe.lock.tryLock(most, TimeUnit.NANOSECONDS);
            if (!stripe.absence.await(wait, deadline, begun + patienceNanos)) {
                throw System.nanoTime() - begun >= patienceNanos
                        ? new HeldByAnother("another thread of this JVM has been changing the entry for "
                                + TimeUnit.NANOSECONDS.toMillis(patienceNanos) + " ms")
                        : new DeadlineExceeded("other threads of this JVM were changing the entry, or waiting to, for "
                                + deadline.elapsedText());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new HeldByAnother("interrupted while another thread of this JVM was changing the entry", e);
        }
    }

    /** Locks that have been taken. */
    static final class Held {

        /** No locks at all. */
        static final Held NONE = new Held(List.of());

        private final List<Stripe> taken;

        private Held(List<Stripe> taken) {
            this.taken = taken;
        }

        /** From now on the owner runs code of the application, and nobody's time passes while it is waited for. */
        void leave() {
            long now = System.nanoTime();
            taken.forEach(stripe -> stripe.absence.leave(now));
        }

        /** The opposite of {@link #leave}. */
        void comeBack() {
            long now = System.nanoTime();
            taken.forEach(stripe -> stripe.absence.comeBack(now));
        }

        void release() {
            for (int i = taken.size() - 1; i >= 0; i--) {
                taken.get(i).lock.unlock();
            }
        }
    }
}
