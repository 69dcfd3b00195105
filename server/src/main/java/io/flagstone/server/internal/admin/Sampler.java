package io.flagstone.server.internal.admin;

import io.flagstone.server.internal.net.Listener;
import io.flagstone.server.internal.report.NodeFacts;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Looks at the node every five seconds, and keeps what an operator may want to see of that later. One thread. */
final class Sampler implements Runnable {
    private static final long LATE = -1;

    private final NodeFacts facts;
    private final Listener listener;
    private final History history;
    private final Changes changes;
    private volatile Moment last;

    Sampler(NodeFacts facts, Listener listener, History history) {
        this.facts = facts;
        this.listener = listener;
        this.history = history;
        this.changes = new Changes(facts.observation().happenings());
        this.last = Moment.of(facts);
    }

    /** What was seen last. */
    Moment last() {
        return last;
    }

    @Override
    public void run() {
        try {
            step();
        } catch (RuntimeException | Error e) {
            facts.faults().count("admin sampler", e);
        }
    }

    private void step() {
        Moment before = last;
        Moment now = Moment.of(facts);
        changes.compare(before, now);
        history.add(new History.Step(
                System.currentTimeMillis(),
                now.requests(before),
                now.rate(before, "get_hits") + now.rate(before, "touch_hits"),
                now.rate(before, "get_misses") + now.rate(before, "touch_misses"),
                now.rate(before, "evictions"),
                now.general().number("bytes"),
                now.general().number("curr_connections"),
                facts.observation().step()));
        last = now;
        facts.observation().delays(delays());
    }

    /** Waits a second at most for all of them together. */
    private long[] delays() {
        List<CompletableFuture<Long>> asked = listener.askLoops();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
        long[] delays = new long[asked.size()];
        for (int i = 0; i < delays.length; i++) {
            delays[i] = delay(asked.get(i), deadline);
        }
        return delays;
    }

    private static long delay(CompletableFuture<Long> loop, long deadline) {
        try {
            return loop.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return LATE;
        } catch (ExecutionException | TimeoutException e) {
            return LATE;
        }
    }
}
