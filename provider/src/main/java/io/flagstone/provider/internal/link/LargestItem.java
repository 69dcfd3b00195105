package io.flagstone.provider.internal.link;

import io.flagstone.provider.internal.clock.Deadline;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;

/** The largest item that a node takes, asked for once for each time that it comes up. */
public final class LargestItem {

    /** memcached's, where a node does not say. */
    private static final long DEFAULT = 1 << 20;

    private final Executor executor;
    private final Supplier<Admin> admin;

    /** Zero while unknown. */
    private volatile long known;

    /**
     * @param executor for what may block
     */
    public LargestItem(Executor executor, Supplier<Admin> admin) {
        this.executor = executor;
        this.admin = admin;
    }

    /** The node may have come back with another limit. */
    public void forget() {
        known = 0;
    }

    /** No limit at all where the node does not say so in time: what is stored then is for the node to refuse. */
    public long bytes(Deadline deadline) {
        long now = known;
        if (now != 0 || deadline.passed()) {
            return now != 0 ? now : Long.MAX_VALUE;
        }
        CompletableFuture<Long> answer = new CompletableFuture<>();
        try {
            executor.execute(() -> answer.complete(admin.get().itemSizeMax().orElse(DEFAULT)));
            now = answer.get(deadline.remaining(), TimeUnit.NANOSECONDS);
            known = now;
            return now;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Long.MAX_VALUE;
        } catch (ExecutionException | TimeoutException | RejectedExecutionException e) {
            return Long.MAX_VALUE;
        }
    }
}
