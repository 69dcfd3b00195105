package io.flagstone.provider.testing;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Threads of tests: daemons, so that one that hangs fails its test and nothing else. */
public final class Threads {

    private Threads() {}

    /** Runs the task on a thread of its own. */
    public static <T> CompletableFuture<T> start(Callable<T> task) {
        CompletableFuture<T> result = new CompletableFuture<>();
        Thread thread = new Thread(
                () -> {
                    try {
                        result.complete(task.call());
                    } catch (Throwable e) {
                        result.completeExceptionally(e);
                    }
                },
                "test-thread");
        thread.setDaemon(true);
        thread.start();
        return result;
    }

    /** Runs the task on a thread of its own. */
    public static CompletableFuture<Void> run(Task task) {
        return start(() -> {
            task.run();
            return null;
        });
    }

    /** Waits until the latch is open, for ten seconds at most. */
    public static void await(CountDownLatch latch) {
        try {
            if (!latch.await(10, TimeUnit.SECONDS)) {
                throw new AssertionError("waited for ten seconds");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    /** A task that may throw. */
    @FunctionalInterface
    public interface Task {

        void run() throws Exception;
    }
}
