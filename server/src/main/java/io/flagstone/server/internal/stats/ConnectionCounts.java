package io.flagstone.server.internal.stats;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** How many connections there are, were and were turned away; any thread. */
public final class ConnectionCounts {
    private final int limit;
    private final AtomicInteger current = new AtomicInteger();
    private final AtomicLong total = new AtomicLong();
    private final AtomicLong rejected = new AtomicLong();
    private final AtomicLong idleKicks = new AtomicLong();

    /** Counts with a limit of connections at a time. */
    public ConnectionCounts(int limit) {
        this.limit = limit;
    }

    /** A connection came; false when it is one too many and must go. */
    public boolean open() {
        if (current.incrementAndGet() > limit) {
            current.decrementAndGet();
            rejected.incrementAndGet();
            return false;
        }
        total.incrementAndGet();
        return true;
    }

    /** A connection that was let in has gone. */
    public void close() {
        current.decrementAndGet();
    }

    /** A connection was closed for its silence. */
    public void kickIdle() {
        idleKicks.incrementAndGet();
    }

    /** Connections allowed. */
    public int limit() {
        return limit;
    }

    /** Connections now. */
    public int current() {
        return current.get();
    }

    /** Connections let in so far. */
    public long total() {
        return total.get();
    }

    /** Connections turned away so far. */
    public long rejected() {
        return rejected.get();
    }

    /** Connections closed for their silence so far. */
    public long idleKicks() {
        return idleKicks.get();
    }
}
