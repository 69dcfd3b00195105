package io.flagstone.server.tool.console;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** The beats of a clock: one now, one every so long, until a time is over. Beats that were missed are not made up for. */
public final class Every {
    private final long period;
    private final long end;
    private long next;

    /** Beats from now on. */
    public Every(Duration period, Duration length) {
        this.period = period.toNanos();
        this.next = System.nanoTime();
        this.end = next + Math.min(length.toNanos(), Long.MAX_VALUE / 2);
    }

    /** Waits for the next beat; false when there is none within the time. */
    public boolean await() {
        next += period;
        long now = System.nanoTime();
        if (next - now < 0) {
            next = now;
        }
        return next - end <= 0 && pause(Duration.ofNanos(next - now));
    }

    /** Lets time pass; false when this thread is told to stop. */
    public static boolean pause(Duration span) {
        try {
            TimeUnit.NANOSECONDS.sleep(span.toNanos());
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
