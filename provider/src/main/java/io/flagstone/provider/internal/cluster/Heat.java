package io.flagstone.provider.internal.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.flagstone.provider.internal.clock.Clock;
import io.flagstone.provider.internal.ring.XxHash64;
import io.flagstone.provider.internal.stats.SpaceSaving;
import io.flagstone.provider.placement.HotKey;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Which keys one client calls for most, by looking at some of its calls; see {@link HotKey}. */
final class Heat {

    /** One call in so many is looked at: a power of two. A guess; looking costs as much as a short lock. */
    static final int SAMPLED = 32;

    static final long WINDOW_NANOS = TimeUnit.SECONDS.toNanos(10);

    private static final int COUNTERS = 256;
    private static final double LEAST_SHARE = 0.01;

    /** Fewer calls looked at say nothing. */
    private static final int LEAST_CALLS = 10;

    private record Called(Space space, SpaceKey key) {}

    private final Clock clock;
    private final boolean named;
    private SpaceSaving<Called> window = new SpaceSaving<>(COUNTERS);
    private SpaceSaving<Called> last = new SpaceSaving<>(COUNTERS);
    private long began;

    /**
     * @param named whether keys are shown by their texts, rather than by their hashes
     */
    Heat(Clock clock, boolean named) {
        this.clock = clock;
        this.named = named;
        this.began = clock.nanos();
    }

    /** A call for this key begins. */
    void called(Space space, SpaceKey key) {
        if ((clock.random() & (SAMPLED - 1)) == 0) {
            look(new Called(space, key));
        }
    }

    private synchronized void look(Called called) {
        turn();
        window.add(called);
    }

    /** The hottest keys of the last whole window, the hottest first. */
    synchronized List<HotKey> hottest() {
        turn();
        List<HotKey> hot = new ArrayList<>();
        double total = last.total();
        for (SpaceSaving.Count<Called> count : last.counts()) {
            double share = count.certain() / total;
            if (count.certain() >= LEAST_CALLS && share >= LEAST_SHARE) {
                hot.add(shown(count.element(), share, count.certain()));
            }
        }
        return hot;
    }

    private void turn() {
        long passed = clock.nanos() - began;
        if (passed < WINDOW_NANOS) {
            return;
        }
        last = passed < 2 * WINDOW_NANOS ? window : new SpaceSaving<>(COUNTERS);
        window = new SpaceSaving<>(COUNTERS);
        began += passed - passed % WINDOW_NANOS;
    }

    private HotKey shown(Called called, double share, long calls) {
        byte[] bytes = called.key().bytes();
        String key = named ? new String(bytes, US_ASCII) : HexFormat.of().toHexDigits(XxHash64.hash(bytes));
        double perSecond = (double) calls * SAMPLED * TimeUnit.SECONDS.toNanos(1) / WINDOW_NANOS;
        return new HotKey(called.space().name(), key, called.space().ownerOf(called.key()), share, perSecond);
    }
}
