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
    private final AtomicLong requestTimeouts = new AtomicLong();
    private final AtomicLong rejectedByAddress = new AtomicLong();
    private final AtomicLong pipelineKicks = new AtomicLong();
    private final AtomicInteger handshakes = new AtomicInteger();
    private final AtomicLong handshakeErrors = new AtomicLong();
    private final AtomicLong rejectedHandshakes = new AtomicLong();
    private final AtomicLong stops = new AtomicLong();
    private final AtomicLong stoppedNanos = new AtomicLong();
    private volatile boolean accepting = true;
    private long stoppedAt;

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

    /** A connection came and is let in, whatever the limit. */
    public void openAnyway() {
        current.incrementAndGet();
        total.incrementAndGet();
    }

    /** No more connections are accepted from now on; the caller sees to it that this and the next alternate. */
    public void stopAccepting(long nanos) {
        stoppedAt = nanos;
        stops.incrementAndGet();
        accepting = false;
    }

    /** Connections are accepted again. */
    public void goOnAccepting(long nanos) {
        stoppedNanos.addAndGet(nanos - stoppedAt);
        accepting = true;
    }

    /** Whether connections are accepted. */
    public boolean accepting() {
        return accepting;
    }

    /** How often accepting was stopped so far. */
    public long stops() {
        return stops.get();
    }

    /** How long nothing was accepted, microseconds, the current stop left out. */
    public long stoppedMicros() {
        return stoppedNanos.get() / 1000;
    }

    /** A connection that was let in has gone. */
    public void close() {
        current.decrementAndGet();
    }

    /** A connection was closed for its silence. */
    public void kickIdle() {
        idleKicks.incrementAndGet();
    }

    /** A connection was closed for a request that it did not finish. */
    public void timeOutRequest() {
        requestTimeouts.incrementAndGet();
    }

    /** Connections closed for a request that they did not finish, so far. */
    public long requestTimeouts() {
        return requestTimeouts.get();
    }

    /** A connection was turned away, for there are so many from its address. */
    public void rejectByAddress() {
        rejected.incrementAndGet();
        rejectedByAddress.incrementAndGet();
    }

    /** Connections turned away for their address, so far. */
    public long rejectedByAddress() {
        return rejectedByAddress.get();
    }

    /** A connection was closed for sending too far ahead. */
    public void kickPipeline() {
        pipelineKicks.incrementAndGet();
    }

    /** Connections closed for sending too far ahead, so far. */
    public long pipelineKicks() {
        return pipelineKicks.get();
    }

    /** A TLS handshake is to begin; false when so many are under way already, and it must not. */
    public boolean beginHandshake(int most) {
        if (handshakes.incrementAndGet() > most) {
            handshakes.decrementAndGet();
            rejectedHandshakes.incrementAndGet();
            return false;
        }
        return true;
    }

    /** A handshake that was begun has ended, one way or the other. */
    public void endHandshake(boolean succeeded) {
        handshakes.decrementAndGet();
        if (!succeeded) {
            handshakeErrors.incrementAndGet();
        }
    }

    /** Handshakes that failed so far. */
    public long handshakeErrors() {
        return handshakeErrors.get();
    }

    /** Handshakes that were turned away so far. */
    public long rejectedHandshakes() {
        return rejectedHandshakes.get();
    }

    /** Counts what has been from zero again; what is stays. */
    public void reset() {
        total.set(0);
        rejected.set(0);
        idleKicks.set(0);
        requestTimeouts.set(0);
        rejectedByAddress.set(0);
        pipelineKicks.set(0);
        handshakeErrors.set(0);
        rejectedHandshakes.set(0);
        stops.set(0);
        stoppedNanos.set(0);
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
