package io.flagstone.server.internal.items;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.config.Option;
import io.flagstone.server.store.LruTuning;

/** What the tuning of the LRU means for its lists. */
public record LruPolicy(LruTuning tuning) {
    /** The policy a node starts with. */
    public static LruPolicy of(NodeOptions options) {
        return new LruPolicy(new LruTuning(
                true,
                options.number(Option.HOT_LRU_PCT),
                options.number(Option.WARM_LRU_PCT),
                options.decimal(Option.HOT_MAX_FACTOR),
                options.decimal(Option.WARM_MAX_FACTOR),
                options.number(Option.TEMPORARY_TTL)));
    }

    /** Share of the class's bytes this list may hold. */
    public int percent(int lru) {
        if (!tuning.segmented()) {
            return 0;
        }
        return lru == Lru.HOT ? tuning.hotPercent() : tuning.warmPercent();
    }

    /** How many times COLD's age the tail of this list may reach. */
    public double ageFactor(int lru) {
        return lru == Lru.HOT ? tuning.hotFactor() : tuning.warmFactor();
    }

    /** The list a new item enters. */
    public int listOf(int expiry, int now) {
        if (!tuning.segmented()) {
            return Lru.COLD;
        }
        return isTemporary(expiry, now) ? Lru.TEMP : Lru.HOT;
    }

    /** The list of items that were asked for again. */
    public int listOfActive() {
        return tuning.segmented() ? Lru.WARM : Lru.COLD;
    }

    private boolean isTemporary(int expiry, int now) {
        return tuning.temporaryTtl() > 0 && expiry != 0 && expiry - now <= tuning.temporaryTtl();
    }
}
