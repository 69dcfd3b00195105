package io.flagstone.provider.internal.clock;

import java.time.Duration;

/**
 * The moment at which a call gives up, and how long it has run. Belongs to the thread of the call.
 */
public final class Deadline {

    private final Clock clock;
    private long started;
    private long end;

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
     * So much of what has passed does not count: the call was not waiting for nodes, but for the application's own code.
     *
     * @param nanos at most what has passed since the call began
     */
    public void leaveOut(long nanos) {
        started += nanos;
        end += nanos;
    }

    /** The earlier one of this and the end of so much time from now. */
    public Deadline orIn(long nanos) {
        long now = clock.nanos();
        return new Deadline(clock, started, Math.min(end, now + nanos));
    }

    /** When the call began, or later, by {@link Clock#nanos}. */
    public long began() {
        return started;
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
