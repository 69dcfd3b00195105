package io.flagstone.server.internal.items;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.config.Option;

/** The numbers that steer the segmented LRU. */
public record LruPolicy(int hotPercent, int warmPercent, double hotFactor, double warmFactor, int temporaryTtl) {
    public static LruPolicy of(NodeOptions options) {
        return new LruPolicy(
                options.number(Option.HOT_LRU_PCT),
                options.number(Option.WARM_LRU_PCT),
                options.decimal(Option.HOT_MAX_FACTOR),
                options.decimal(Option.WARM_MAX_FACTOR),
                options.number(Option.TEMPORARY_TTL));
    }

    /** Share of the class's bytes this list may hold. */
    public int percent(int lru) {
        return lru == Lru.HOT ? hotPercent : warmPercent;
    }

    /** How many times COLD's age the tail of this list may reach. */
    public double ageFactor(int lru) {
        return lru == Lru.HOT ? hotFactor : warmFactor;
    }

    /** Whether an item that expires then is left to TEMP. */
    public boolean isTemporary(int expiry, int now) {
        return temporaryTtl > 0 && expiry != 0 && expiry - now <= temporaryTtl;
    }
}
