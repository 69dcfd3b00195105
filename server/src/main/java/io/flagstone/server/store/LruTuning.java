package io.flagstone.server.store;

/**
 * The numbers that steer a segmented LRU.
 *
 * @param segmented whether there are HOT, WARM and COLD; without, all items are in COLD
 * @param hotPercent share of a class's bytes that HOT may hold, per cent
 * @param warmPercent share of a class's bytes that WARM may hold, per cent
 * @param hotFactor how many times COLD's age an item may be idle in HOT
 * @param warmFactor how many times COLD's age an item may be idle in WARM
 * @param temporaryTtl items with at most this many seconds to live go to TEMP and are never evicted; 0 for none
 */
public record LruTuning(
        boolean segmented, int hotPercent, int warmPercent, double hotFactor, double warmFactor, int temporaryTtl) {
    /** As this, with other proportions. */
    public LruTuning withShares(int hot, int warm, double hotAge, double warmAge) {
        return new LruTuning(segmented, hot, warm, hotAge, warmAge, temporaryTtl);
    }

    /** As this, segmented or flat. */
    public LruTuning withSegments(boolean on) {
        return new LruTuning(on, hotPercent, warmPercent, hotFactor, warmFactor, temporaryTtl);
    }

    /** As this, with another limit for TEMP, seconds; 0 for no TEMP. */
    public LruTuning withTemporaryTtl(int seconds) {
        return new LruTuning(segmented, hotPercent, warmPercent, hotFactor, warmFactor, seconds);
    }
}
