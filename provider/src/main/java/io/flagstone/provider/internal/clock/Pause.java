package io.flagstone.provider.internal.clock;

import java.util.concurrent.locks.LockSupport;

/** Pauses between attempts. An interrupt is kept for later: it must not turn a loop with pauses into one without. */
public final class Pause {

    private Pause() {}

    /** Lets so much time pass. */
    public static void nanos(long nanos) {
        long end = System.nanoTime() + nanos;
        boolean interrupted = false;
        long left;
        while ((left = end - System.nanoTime()) > 0) {
            LockSupport.parkNanos(left);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
