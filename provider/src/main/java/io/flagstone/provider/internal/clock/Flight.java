package io.flagstone.provider.internal.clock;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A load under way, which other threads of this JVM may wait for. Their time stands still while the loader runs, or while
 * this thread waits for another client's; what the loading thread spends on waiting for nodes is their time, too.
 *
 * @param <T> what it brings
 */
public final class Flight<T> {

    private final CompletableFuture<T> landing = new CompletableFuture<>();
    private final Absence absence = new Absence();

    /**
     * What takes place from now on is not the provider's.
     *
     * @return what to hand to {@link #comeBack}
     */
    public long leave() {
        long now = System.nanoTime();
        absence.leave(now);
        return now;
    }

    /** The opposite of {@link #leave}; the loading thread's own time stood still meanwhile. */
    public void comeBack(long left, Deadline deadline) {
        long now = System.nanoTime();
        absence.comeBack(now);
        deadline.leaveOut(now - left);
    }

    /** Tells those who wait, at once. */
    public void land(T what) {
        landing.complete(what);
    }

    /** The same, that there will be nothing. */
    public void fail(Throwable why) {
        landing.completeExceptionally(why);
    }

    /** Whether there will be nothing. */
    public boolean hasFailed() {
        return landing.isCompletedExceptionally();
    }

    /**
     * Waits until it has landed or failed.
     *
     * @param end when to wait no longer, whoever runs what, as {@link System#nanoTime()} counts
     * @return false when the time of the waiting call was over first, or that moment had come
     */
    public boolean landed(Deadline deadline, long end) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return absence.await(this::landed, deadline, end);
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private boolean landed(long nanos) throws InterruptedException {
        try {
            landing.get(nanos, TimeUnit.NANOSECONDS);
            return true;
        } catch (ExecutionException e) {
            return true;
        } catch (TimeoutException e) {
            return false;
        }
    }

    /**
     * What it brought, once it has landed.
     *
     * @throws java.util.concurrent.CompletionException when it failed
     */
    public T outcome() {
        return landing.join();
    }
}
