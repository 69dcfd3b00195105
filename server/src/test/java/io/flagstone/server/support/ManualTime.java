package io.flagstone.server.support;

import io.flagstone.server.store.StoreClock;
import java.util.concurrent.atomic.AtomicLong;

/** Time that passes only when told to. */
public final class ManualTime {
    /** 2026-01-01T00:00:00Z, exactly at a second's beginning. */
    public static final long START_UNIX_SECONDS = 1_767_225_600L;

    private final AtomicLong nanos = new AtomicLong(1_000_000_000_000L);
    private final StoreClock clock;

    public ManualTime() {
        this(0);
    }

    /** Starting so many milliseconds into a second. */
    public ManualTime(long millisIntoSecond) {
        clock = new StoreClock(nanos::get, START_UNIX_SECONDS * 1000 + millisIntoSecond);
    }

    public StoreClock clock() {
        return clock;
    }

    public void passMillis(long millis) {
        nanos.addAndGet(millis * 1_000_000);
    }

    public void passSeconds(long seconds) {
        passMillis(seconds * 1000);
    }
}
