package io.flagstone.server.store;

import java.util.function.LongSupplier;

/**
 * Seconds as items know them: whole seconds since shortly before the node's start, on steps of the wall clock's second
 * as it was then, advancing with the monotonic clock. The first second is 2, so that 1 is always in the past.
 *
 * <p>An item with {@code n} seconds to live is given {@code ceil(now) + n} and dies when {@code floor(now)} reaches
 * that: it lives at least n and at most n + 1 seconds. (memcached adds to the floor, and its items may die up to a
 * second early.)
 */
public final class StoreClock {
    /** The second that has passed before the node was started: an item that expires then was never alive. */
    public static final int PAST = 1;

    private static final int FIRST = 2;
    private static final long SECOND = 1_000_000_000L;
    private static final int RELATIVE_MAX = 60 * 60 * 24 * 30;

    private final LongSupplier nanos;
    private final long origin;
    private final long originUnix;

    /**
     * A clock that starts now.
     *
     * @param nanos a monotonic clock in nanoseconds
     * @param unixMillis the wall clock's time now, milliseconds
     */
    public StoreClock(LongSupplier nanos, long unixMillis) {
        this.nanos = nanos;
        this.originUnix = Math.floorDiv(unixMillis, 1000) - FIRST;
        this.origin = nanos.getAsLong() - (unixMillis - originUnix * 1000) * 1_000_000;
    }

    /** The system's clock, starting now. */
    public static StoreClock system() {
        return new StoreClock(System::nanoTime, System.currentTimeMillis());
    }

    /** Nanoseconds since the origin. */
    public long nanos() {
        return nanos.getAsLong() - origin;
    }

    /** The second that has begun. */
    public int now() {
        return floor(nanos());
    }

    /** The second that has begun at this many nanoseconds. */
    public static int floor(long nanos) {
        return (int) (nanos / SECOND);
    }

    /** The second that is complete at this many nanoseconds, or begins then. */
    public static int ceil(long nanos) {
        return (int) ((nanos + SECOND - 1) / SECOND);
    }

    /**
     * The second in which an item expires, by memcached's rules: 0 never, negative at once, up to 30 days from now,
     * beyond that a Unix time.
     *
     * @param exptime as the client wrote it, seconds: signed in text, unsigned in the binary protocol
     * @param nanos the present
     */
    public int expiry(long exptime, long nanos) {
        if (exptime == 0) {
            return 0;
        }
        if (exptime < 0) {
            return PAST;
        }
        long second = exptime <= RELATIVE_MAX ? (long) ceil(nanos) + exptime : exptime - originUnix;
        return (int) Math.max(PAST, Math.min(second, Integer.MAX_VALUE));
    }

    /** Seconds an item has left, at least 1 while it lives; -1 when it never expires. */
    public static int remaining(int expiry, long nanos) {
        return expiry == 0 ? -1 : Math.max(1, expiry - ceil(nanos));
    }

    /** The Unix time of a second of this clock. */
    public long unix(int second) {
        return originUnix + second;
    }
}
