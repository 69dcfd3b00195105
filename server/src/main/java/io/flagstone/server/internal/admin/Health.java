package io.flagstone.server.internal.admin;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Whether the node lives (its event loops run what they are given) and is ready (its sockets listen and it does not
 * stop). A node that is full, of items or of connections, is ready all the same: where clients have a fixed list of
 * nodes, taking it out of service would only lose more.
 */
final class Health {
    private static final double MILLI = 1e6;

    private final Supplier<List<CompletableFuture<Long>>> loops;
    private final BooleanSupplier open;
    private final long limitMillis;
    private volatile boolean stopping;

    /**
     * @param loops gives every event loop a task, and answers how long each waited
     * @param open whether all sockets listen
     * @param limitMillis how long a loop may let a task wait and live
     */
    Health(Supplier<List<CompletableFuture<Long>>> loops, BooleanSupplier open, long limitMillis) {
        this.loops = loops;
        this.open = open;
        this.limitMillis = limitMillis;
    }

    /** The node stops from now on. */
    void stopping() {
        stopping = true;
    }

    Answer live() {
        if (stopping) {
            return Answer.line(Answer.OK, "stopping");
        }
        List<CompletableFuture<Long>> asked = loops.get();
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(limitMillis);
        long slowest = 0;
        int late = 0;
        for (CompletableFuture<Long> loop : asked) {
            long waited = waited(loop, deadline);
            slowest = Math.max(slowest, waited);
            if (waited < 0) {
                late++;
            }
        }
        if (late > 0) {
            return Answer.line(
                    Answer.UNAVAILABLE,
                    late + " of " + asked.size() + " event loops have not answered within " + limitMillis + " ms");
        }
        return Answer.line(
                Answer.OK,
                "live: " + asked.size() + " event loops, the slowest after " + Math.round(slowest / MILLI) + " ms");
    }

    /** How long the task has waited, nanoseconds; -1 when it has not been run by the deadline, or never will be. */
    private static long waited(CompletableFuture<Long> loop, long deadline) {
        try {
            return loop.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return -1;
        } catch (ExecutionException | TimeoutException e) {
            return -1;
        }
    }

    Answer ready() {
        if (stopping) {
            return Answer.line(Answer.UNAVAILABLE, "not ready: the node stops");
        }
        return open.getAsBoolean()
                ? Answer.line(Answer.OK, "ready")
                : Answer.line(Answer.UNAVAILABLE, "not ready: a socket does not listen");
    }
}
