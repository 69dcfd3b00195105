package io.flagstone.provider.internal.link;

import io.flagstone.provider.internal.clock.Deadline;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The thread that waits for one call or for several. Interrupts are kept for later: a call ends by its reply or its
 * deadline, since a mutation that was sent cannot be taken back.
 */
public final class Waiter {

    private final Thread thread = Thread.currentThread();
    private final AtomicInteger open;
    private final @Nullable LongSupplier nanos;

    /** A waiter of the current thread for so many calls. */
    public Waiter(int calls) {
        this(calls, null);
    }

    /**
     * The same, whose calls know when they were settled.
     *
     * @param nanos the time, or null
     */
    public Waiter(int calls, @Nullable LongSupplier nanos) {
        this.open = new AtomicInteger(calls);
        this.nanos = nanos;
    }

    /** The time, or 0 where nobody wants to know. */
    long now() {
        return nanos == null ? 0 : nanos.getAsLong();
    }

    void settled() {
        if (open.decrementAndGet() == 0) {
            LockSupport.unpark(thread);
        }
    }

    /** One of the calls will not be made after all. */
    public void skip() {
        settled();
    }

    /** Waits until all calls are settled; false when the deadline passed first. */
    public boolean await(Deadline deadline) {
        boolean interrupted = false;
        try {
            while (open.get() > 0) {
                long left = deadline.remaining();
                if (left <= 0) {
                    return false;
                }
                LockSupport.parkNanos(this, left);
                interrupted |= Thread.interrupted();
            }
            return true;
        } finally {
            if (interrupted) {
                thread.interrupt();
            }
        }
    }
}
