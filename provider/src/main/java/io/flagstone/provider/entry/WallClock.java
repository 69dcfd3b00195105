package io.flagstone.provider.entry;

import io.flagstone.provider.internal.clock.Clock;

/** The machine's clock, except for the time of day, which the caller brings. */
record WallClock(java.time.Clock time) implements Clock {

    @Override
    public long nanos() {
        return Clock.SYSTEM.nanos();
    }

    @Override
    public long millis() {
        return time.millis();
    }

    @Override
    public long random() {
        return Clock.SYSTEM.random();
    }
}
