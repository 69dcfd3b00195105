package io.flagstone.bench.node;

import java.time.Duration;

/**
 * The time of a run that counts: after the warm-up, and before the end.
 *
 * @param from when it begins, by {@link System#nanoTime()}
 * @param until when it ends
 */
record Window(long from, long until) {

    static Window after(Duration warmup, Duration length) {
        long from = System.nanoTime() + warmup.toNanos();
        return new Window(from, from + length.toNanos());
    }

    boolean isOverAt(long time) {
        return time - until > 0;
    }

    boolean covers(long sent, long answered) {
        return sent - from >= 0 && answered - until <= 0;
    }
}
