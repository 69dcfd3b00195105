package io.flagstone.server.internal.memory;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.locks.LockSupport;

/**
 * A lock for sections of well under a microsecond: one compare-and-set to take, one store to give back, no fairness,
 * not reentrant. A thread that waits spins briefly, then yields, then sleeps, so that a holder that lost its core is
 * let back in.
 */
public class SpinLock {
    private static final VarHandle HELD;
    private static final int SPINS = 128;
    private static final int YIELDS = 64;
    private static final long NAP_NANOS = 50_000;

    static {
        try {
            HELD = MethodHandles.lookup().findVarHandle(SpinLock.class, "held", int.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("unused") // written through the VarHandle
    private volatile int held;

    /** Takes the lock, waiting as long as it takes. */
    public final void lock() {
        if (!HELD.compareAndSet(this, 0, 1)) {
            await();
        }
    }

    /** Takes the lock if it is free at this moment. */
    public final boolean tryLock() {
        return HELD.compareAndSet(this, 0, 1);
    }

    /** Gives the lock back; only its holder may. */
    public final void unlock() {
        HELD.setRelease(this, 0);
    }

    @SuppressWarnings("ThreadPriorityCheck") // yields only between spinning and parking
    private void await() {
        for (int attempt = 0; ; attempt++) {
            if ((int) HELD.getOpaque(this) == 0 && HELD.compareAndSet(this, 0, 1)) {
                return;
            }
            if (attempt < SPINS) {
                Thread.onSpinWait();
            } else if (attempt < SPINS + YIELDS) {
                Thread.yield();
            } else {
                LockSupport.parkNanos(NAP_NANOS);
            }
        }
    }
}
