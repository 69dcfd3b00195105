package io.flagstone.provider.internal.entry;

/**
 * What the 32 client flags of an item tell of its envelope, so that presence can be judged without moving the value.
 *
 * <pre>
 *   31 30 29                            0
 *  +-----+-------------------------------+
 *  | 0 0 | 0                             |  says nothing: read the value
 *  | 0 1 | 0                             |  live, without end
 *  | 1 0 | end in ms, its lower 30 bits  |  live until then
 *  | 1 1 | end in ms, its lower 30 bits  |  live until then, unless the node has been told later
 *  +-----+-------------------------------+
 * </pre>
 *
 * The upper bits of the end follow from the node's time to live, which is within seconds of it; 30 bits of milliseconds
 * are twelve days.
 */
final class FlagsHint {

    static final int NONE = 0;

    private static final int ENDLESS = 1 << 30;
    private static final int ENDING = 2 << 30;
    private static final int SLIDING = 3 << 30;
    private static final int KIND = 3 << 30;
    private static final int LOW_BITS = (1 << 30) - 1;

    /** The answers of {@link #judge}. */
    enum Presence {
        LIVE,
        EXPIRED,
        UNCLEAR
    }

    private FlagsHint() {}

    static int of(long endMillis, boolean sliding) {
        if (endMillis == Expiry.NEVER) {
            return ENDLESS;
        }
        return (sliding ? SLIDING : ENDING) | (int) (endMillis & LOW_BITS);
    }

    /** What the flags and the time to live of an item say at this moment. */
    static Presence judge(int flags, int ttl, long nowMillis) {
        int kind = flags & KIND;
        if (kind == ENDLESS) {
            return Presence.LIVE;
        }
        if (kind == NONE || ttl < 0) {
            return Presence.UNCLEAR;
        }
        long about = nowMillis + (ttl - Expiry.SLACK_SECONDS) * 1000L;
        long end = nearest(about, flags & LOW_BITS);
        if (kind == SLIDING) {
            end = Sliding.end(end, ttl, nowMillis);
        }
        return nowMillis < end ? Presence.LIVE : Presence.EXPIRED;
    }

    /** The number with these lower bits that is nearest to {@code about}. */
    private static long nearest(long about, int lowBits) {
        long difference = (lowBits - about) & LOW_BITS;
        return about + (difference > LOW_BITS / 2 ? difference - LOW_BITS - 1 : difference);
    }
}
