package io.flagstone.provider.testing;

import io.flagstone.provider.internal.clock.Clock;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;

/** The machine's nanoseconds and what the test adds, milliseconds that the test moves, and chance from a seed. */
public final class TestClock implements Clock {

    private final AtomicLong millis = new AtomicLong(System.currentTimeMillis());
    private final AtomicLong slept = new AtomicLong();
    private final Random random;

    public TestClock(long seed) {
        random = new Random(seed);
    }

    @Override
    public long nanos() {
        return System.nanoTime() + slept.get();
    }

    @Override
    public long millis() {
        return millis.get();
    }

    @Override
    public long random() {
        return random.nextLong();
    }

    /** Time passes. */
    public void pass(long moreMillis) {
        millis.addAndGet(moreMillis);
    }

    /** Time passes, and pauses with it. No call may be under way. */
    public void sleep(Duration time) {
        pass(time.toMillis());
        slept.addAndGet(time.toNanos());
    }
}
