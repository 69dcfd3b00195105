package io.flagstone.server.tool.load;

import io.flagstone.server.tool.console.Every;
import java.time.Duration;

/** No more than so many a second, evenly. */
final class Pace {
    /** Bursts that are short enough to be even. */
    private static final int BURSTS_PER_SECOND = 20;

    private final double perSecond;
    private final long started = System.nanoTime();
    private long passed;

    /** A pace; 0 for as fast as it goes. */
    Pace(long perSecond) {
        this.perSecond = perSecond;
    }

    /** The most that should go at once. */
    int burst(int most) {
        return perSecond == 0 ? most : (int) Math.max(1, Math.min(most, perSecond / BURSTS_PER_SECOND));
    }

    /** Waits until so many more may go; false when this thread is told to stop. */
    boolean pass(int count) {
        passed += count;
        if (perSecond == 0) {
            return true;
        }
        long early = (long) (passed / perSecond * 1e9) - (System.nanoTime() - started);
        return early <= 0 || Every.pause(Duration.ofNanos(early));
    }
}
