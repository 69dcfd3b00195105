package io.flagstone.bench.measure;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The time of a run that counts: after the warm-up, and before the end.
 *
 * @param from when it begins, by {@link System#nanoTime()}
 * @param until when it ends
 */
public record Window(long from, long until) {

    /** One that begins after the warm-up, counted from now. */
    public static Window after(Duration warmup, Duration length) {
        long from = System.nanoTime() + warmup.toNanos();
        return new Window(from, from + length.toNanos());
    }

    /** Whether it has ended. */
    public boolean isOverAt(long time) {
        return time - until > 0;
    }

    /** Whether an operation lies in it from beginning to end. */
    public boolean covers(long begun, long ended) {
        return begun - from >= 0 && ended - until <= 0;
    }

    /** Sleeps until it begins. */
    public void awaitBegin() {
        sleepUntil(from);
    }

    /** Sleeps until it ends. */
    public void awaitEnd() {
        sleepUntil(until);
    }

    private static void sleepUntil(long time) {
        try {
            TimeUnit.NANOSECONDS.sleep(Math.max(0, time - System.nanoTime()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
