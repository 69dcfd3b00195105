package io.flagstone.provider.internal.entry;

/**
 * Entries whose end moves when they are read. Rewriting an entry at every read would cost a write and disturb its CAS
 * token, so beyond {@link #TOUCHED_FROM_MILLIS} the node's time to live is moved instead, and only when that gains
 * enough. The end in the envelope then lags behind, and what the node says counts.
 */
final class Sliding {

    /** Durations from here on are kept by touching; shorter ones by rewriting, exact to the millisecond. */
    static final long TOUCHED_FROM_MILLIS = 10_000;

    /** A touch must move the end by at least so much to be told from the rounding of the node's clock. */
    private static final long LEAST_GAIN_MILLIS = 3_000;

    /** A touch must move the end by this part of the duration, so that hot entries are not touched at every read. */
    private static final int GAIN_PARTS = 8;

    private Sliding() {}

    /** The end of an entry that may have been touched. */
    static long end(long envelopeEnd, int ttl, long nowMillis) {
        if (ttl < 0) {
            return envelopeEnd;
        }
        long nodeEnd = nowMillis + (ttl - Expiry.SLACK_SECONDS) * 1000L;
        return nodeEnd - envelopeEnd >= LEAST_GAIN_MILLIS - 1000 ? nodeEnd : envelopeEnd;
    }

    /** Whether moving the end from one moment to the other is worth a touch. */
    static boolean isWorthwhile(long presentEnd, long wantedEnd, long durationMillis) {
        return wantedEnd - presentEnd >= Math.max(LEAST_GAIN_MILLIS, durationMillis / GAIN_PARTS);
    }

    /** Whether the entry is to end earlier, which a touch cannot say. The end of one that was touched is not exact. */
    static boolean isShorter(Entry present, long wantedEnd) {
        return wantedEnd < present.end() - (present.isTouched() ? LEAST_GAIN_MILLIS : 0);
    }
}
