package io.flagstone.provider.internal.event;

import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The events of some lock stripes, each stripe's in the order in which the changes were committed. Whoever comes first
 * delivers for all; the others wait until theirs have been delivered.
 */
final class Lane<K, V> {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition delivered = lock.newCondition();
    private final Queue<Delivery<K, V>> queue = new ArrayDeque<>();
    private boolean busy;

    /** Puts an event at the end. Called while the stripe is locked. */
    void add(Delivery<K, V> delivery) {
        lock.lock();
        try {
            queue.add(delivery);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns when this event has been delivered, by this thread or another.
     *
     * @param mayWait false inside a listener: waiting for another's listener there could wait for ever, so the event is
     *     left to whoever is delivering
     */
    void deliver(Delivery<K, V> until, boolean mayWait) {
        lock.lock();
        try {
            while (busy && !until.isDone()) {
                if (!mayWait) {
                    return;
                }
                delivered.awaitUninterruptibly();
            }
            if (until.isDone()) {
                return;
            }
            busy = true;
        } finally {
            lock.unlock();
        }
        drain();
    }

    private void drain() {
        Delivery<K, V> next;
        while ((next = next()) != null) {
            next.run();
        }
    }

    private @Nullable Delivery<K, V> next() {
        lock.lock();
        try {
            Delivery<K, V> next = queue.poll();
            busy = next != null;
            delivered.signalAll();
            return next;
        } finally {
            lock.unlock();
        }
    }
}
