package io.flagstone.provider.internal.clock;

import java.time.Duration;

/** The moment at which a call gives up, and how long it has run. */
public final class Deadline {

    private final Clock clock;
    private final long started;
    private final long end;

    private Deadline(Clock clock, long started, long end) {
        this.clock = clock;
        this.started = started;
        this.end = end;
    }

    /** A deadline this far from now. */
    public static Deadline in(Clock clock, long nanos) {
        long now = clock.nanos();
        return new Deadline(clock, now, now + nanos);
    }

    /**
     * What was left of this one, beginning now: what has passed since is not counted.
     *
     * @param left what {@link #remaining} answered then, in nanoseconds
     */
    public Deadline resumed(long left) {
        long now = clock.nanos();
        return new Deadline(clock, now - (end - started - left), now + left);
    }

    /** Nanoseconds left; zero or less when time is up. */
    public long remaining() {
        return end - clock.nanos();
    }

    public boolean passed() {
        return remaining() <= 0;
    }

    /** Time since the call began. */
    public Duration elapsed() {
        return Duration.ofNanos(clock.nanos() - started);
    }

    /** Elapsed time as people read it. */
    public String elapsedText() {
        return elapsed().toMillis() + " ms";
    }
}
