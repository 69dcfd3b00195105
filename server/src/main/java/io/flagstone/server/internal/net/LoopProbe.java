package io.flagstone.server.internal.net;

import io.netty.util.concurrent.EventExecutor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;

/** Finds out whether event loops still run what they are given. A loop has at most one such task waiting, whoever asks. */
final class LoopProbe {
    private final List<EventExecutor> loops = new ArrayList<>();
    private final List<CompletableFuture<Long>> asked = new ArrayList<>();

    LoopProbe(EventLoops loops) {
        for (EventExecutor loop : loops) {
            this.loops.add(loop);
            asked.add(CompletableFuture.completedFuture(0L));
        }
    }

    /** For each loop how long it lets a task wait, nanoseconds, once it has run it; failed for a loop that has ended. */
    synchronized List<CompletableFuture<Long>> ask() {
        for (int i = 0; i < loops.size(); i++) {
            if (asked.get(i).isDone()) {
                asked.set(i, ask(loops.get(i)));
            }
        }
        return List.copyOf(asked);
    }

    private static CompletableFuture<Long> ask(EventExecutor loop) {
        CompletableFuture<Long> answer = new CompletableFuture<>();
        long begin = System.nanoTime();
        try {
            loop.execute(() -> answer.complete(System.nanoTime() - begin));
        } catch (RejectedExecutionException e) {
            answer.completeExceptionally(e);
        }
        return answer;
    }
}
