package io.flagstone.bench.hibernate.worker;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/** A place just before a commit where a change waits when the controller asks for it. */
final class Pause {

    private static final long LONGEST_SECONDS = 60;

    private final AtomicBoolean asked = new AtomicBoolean();
    private final Semaphore go = new Semaphore(0);
    private final Runnable arrived;

    /** Tells by a call that somebody waits. */
    Pause(Runnable arrived) {
        this.arrived = arrived;
    }

    void ask() {
        go.drainPermits();
        asked.set(true);
    }

    void release() {
        go.release();
    }

    void hereIfAsked() {
        if (asked.compareAndSet(true, false)) {
            arrived.run();
            try {
                if (!go.tryAcquire(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                    throw new IllegalStateException("nobody ended the pause");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
