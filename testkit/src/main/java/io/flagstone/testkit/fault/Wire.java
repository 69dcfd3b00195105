package io.flagstone.testkit.fault;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** What happens to bytes in one direction, on all connections, now. Safe for use by several threads. */
final class Wire {
    private static final long UNLIMITED = Long.MAX_VALUE;

    private final Direction direction;
    private final Turns turns;
    private long delayNanos;
    private long jitterNanos;
    private double lostShare;
    private long repetitionNanos;
    private boolean holding;
    private boolean swallowing;
    private long bytesPerSecond = UNLIMITED;
    private long bytesBeforeReset = UNLIMITED;

    Wire(Direction direction, Turns turns) {
        this.direction = direction;
        this.turns = turns;
    }

    /** Bytes have come in. */
    void heard() {
        turns.heard(direction);
    }

    synchronized void heal() {
        delayNanos = 0;
        jitterNanos = 0;
        lostShare = 0;
        holding = false;
        swallowing = false;
        bytesPerSecond = UNLIMITED;
        bytesBeforeReset = UNLIMITED;
        notifyAll();
    }

    synchronized void delay(Duration least, Duration jitter) {
        delayNanos = least.toNanos();
        jitterNanos = jitter.toNanos();
    }

    synchronized void lose(double share, Duration repetition) {
        lostShare = share;
        repetitionNanos = repetition.toNanos();
    }

    synchronized void hold() {
        holding = true;
    }

    synchronized void swallow() {
        swallowing = true;
    }

    synchronized void drip(long perSecond) {
        bytesPerSecond = perSecond;
    }

    synchronized void resetAfter(long bytes) {
        bytesBeforeReset = bytes;
    }

    /** How long bytes that come now are delayed. */
    synchronized long drawDelayNanos(RandomGenerator random) {
        long nanos = delayNanos + (jitterNanos == 0 ? 0 : random.nextLong(jitterNanos));
        return lostShare > 0 && random.nextDouble() < lostShare ? nanos + repetitionNanos : nanos;
    }

    /** Returns when bytes may go on; whether they are not swallowed. */
    synchronized boolean pass() throws InterruptedException {
        while (holding) {
            wait();
        }
        return !swallowing;
    }

    /** How many of so many bytes may go through at once. */
    synchronized int pieceOf(int bytes) {
        return bytesPerSecond == UNLIMITED ? bytes : 1;
    }

    /** The pause after a piece. */
    synchronized long pauseNanos() {
        return bytesPerSecond == UNLIMITED ? 0 : 1_000_000_000L / bytesPerSecond;
    }

    /** Takes bytes from those that may pass before the reset; fewer than asked for means that it is time for it. */
    synchronized int take(int bytes) {
        if (bytesBeforeReset == UNLIMITED) {
            return bytes;
        }
        int taken = (int) Math.min(bytes, bytesBeforeReset);
        bytesBeforeReset -= taken;
        if (taken < bytes) {
            // One reset per order: connections made afterwards live.
            bytesBeforeReset = UNLIMITED;
        }
        return taken;
    }
}
