package io.flagstone.provider.internal.cache;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;

/**
 * Lets calls in until the cache is closed, and knows when the last one has left, so that loaders, writers and listeners
 * are closed only when nobody uses them any more.
 */
final class Gate {

    private static final int STRIPES = 16;

    /** Sixteen ints are a cache line. */
    private static final int STRIDE = 16;

    private static final long POLL_MILLIS = 1;

    private final String cacheName;
    private final AtomicIntegerArray inside = new AtomicIntegerArray(STRIPES * STRIDE);
    private volatile boolean closed;

    Gate(String cacheName) {
        this.cacheName = cacheName;
    }

    boolean isClosed() {
        return closed;
    }

    /**
     * Goes in.
     *
     * @return to be handed to {@link #leave}
     * @throws IllegalStateException when the cache is closed
     */
    int enter() {
        int stripe = (System.identityHashCode(Thread.currentThread()) & (STRIPES - 1)) * STRIDE;
        inside.incrementAndGet(stripe);
        if (closed) {
            leave(stripe);
            throw new IllegalStateException("cache " + cacheName + " is closed");
        }
        return stripe;
    }

    void leave(int stripe) {
        inside.decrementAndGet(stripe);
    }

    /** @throws IllegalStateException when the cache is closed */
    void check() {
        if (closed) {
            throw new IllegalStateException("cache " + cacheName + " is closed");
        }
    }

    /** Lets nobody in any more; false when it was closed already. */
    synchronized boolean close() {
        boolean first = !closed;
        closed = true;
        return first;
    }

    /** Waits until all have left, or so long: somebody may be closing the cache from inside one of its own calls. */
    void awaitEmpty(long nanos) {
        long end = System.nanoTime() + nanos;
        try {
            while (count() > 0 && System.nanoTime() < end) {
                TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int count() {
        int sum = 0;
        for (int stripe = 0; stripe < STRIPES; stripe++) {
            sum += inside.get(stripe * STRIDE);
        }
        return sum;
    }
}
