package io.flagstone.provider.internal.entry;

import io.flagstone.provider.internal.wire.Request;

/**
 * Logical expiry against the node's. An entry says in its envelope, in milliseconds, when it ends. The node's own time
 * to live is a back-stop: it counts in whole seconds, may end items early by most of one, and must never be first.
 */
public final class Expiry {

    /** The moment that does not come. */
    public static final long NEVER = Long.MAX_VALUE;

    /** The end of what is over at once. */
    public static final long AT_ONCE = Long.MIN_VALUE;

    /** Seconds that the node keeps an item beyond its logical end. */
    static final int SLACK_SECONDS = 2;

    /** Up to here memcached takes a time to live as relative, above as seconds since the epoch. */
    private static final int LONGEST_RELATIVE_SECONDS = 30 * 24 * 60 * 60;

    private Expiry() {}

    /** The moment so many milliseconds from now, or {@link #NEVER} where the sum has no meaning. */
    public static long after(long nowMillis, long durationMillis) {
        long end = nowMillis + durationMillis;
        return end < nowMillis ? NEVER : end;
    }

    /** The time to live to ask of the node, as a command takes it, for an end plus so many seconds. */
    static int timeToLive(long expiryMillis, long nowMillis, int slackSeconds) {
        if (expiryMillis == NEVER) {
            return Request.NO_TTL;
        }
        long seconds = slackSeconds;
        if (expiryMillis > nowMillis) {
            seconds += (expiryMillis - nowMillis - 1) / 1000 + 1;
        }
        if (seconds <= LONGEST_RELATIVE_SECONDS) {
            return (int) seconds;
        }
        long absolute = nowMillis / 1000 + seconds;
        return absolute > Integer.MAX_VALUE ? Request.NO_TTL : (int) absolute;
    }
}
