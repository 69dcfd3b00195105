package io.flagstone.provider.internal.trust;

import io.flagstone.provider.internal.clock.Clock;
import java.time.Duration;

/** Lets a node that was away take up reads little by little: a tenth of them at first, all of them after so long. */
public final class Ramp {

    private static final long FIRST_PERCENT = 10;
    private static final long PERCENT = 100;

    private final long nanos;
    private final Clock clock;
    private volatile boolean rising;
    private volatile long begun;

    /**
     * @param length zero for none
     */
    public Ramp(Duration length, Clock clock) {
        this.nanos = length.toNanos();
        this.clock = clock;
    }

    /** The node is back. */
    public void begin() {
        begun = clock.nanos();
        rising = nanos > 0;
    }

    /** Whether this read may go to the node. */
    public boolean admits() {
        if (!rising) {
            return true;
        }
        long since = clock.nanos() - begun;
        if (since >= nanos) {
            rising = false;
            return true;
        }
        double percent = FIRST_PERCENT + (double) (PERCENT - FIRST_PERCENT) * since / nanos;
        return (clock.random() >>> 1) % PERCENT < percent;
    }
}
