package io.flagstone.provider.internal.link;

import io.flagstone.provider.internal.clock.Clock;
import java.time.Duration;

/**
 * Pauses between attempts: each up to twice as long as the one before, with full jitter, so that many clients do not
 * come back in step.
 */
final class Backoff {

    private final Clock clock;
    private final long first;
    private final long longest;
    private long ceiling;

    Backoff(Clock clock, Duration first, Duration longest) {
        this.clock = clock;
        this.first = first.toNanos();
        this.longest = Math.max(first.toNanos(), longest.toNanos());
        this.ceiling = this.first;
    }

    /** The next pause in nanoseconds: between a half of the ceiling and the ceiling, which then doubles. */
    long next() {
        long half = ceiling / 2;
        long pause = half + Long.remainderUnsigned(clock.random(), half + 1);
        ceiling = Math.min(longest, ceiling * 2);
        return pause;
    }

    /** An attempt succeeded. */
    void reset() {
        ceiling = first;
    }
}
