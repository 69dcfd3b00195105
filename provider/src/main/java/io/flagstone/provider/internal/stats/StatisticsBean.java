package io.flagstone.provider.internal.stats;

import io.flagstone.provider.internal.stats.CacheCounters.Figure;
import io.flagstone.provider.placement.CacheFiguresMXBean;

/**
 * JCache's statistics bean over {@link CacheCounters}, with a few figures more. Evictions are the node's affair and unknown here; they count as
 * zero.
 */
public final class StatisticsBean implements CacheFiguresMXBean {

    private static final float NANOS_PER_MICRO = 1_000f;
    private static final float PERCENT = 100f;

    private final CacheCounters counters;

    public StatisticsBean(CacheCounters counters) {
        this.counters = counters;
    }

    @Override
    public void clear() {
        counters.clear();
    }

    @Override
    public long getCacheHits() {
        return counters.hits();
    }

    @Override
    public float getCacheHitPercentage() {
        return ratio(counters.hits(), getCacheGets()) * PERCENT;
    }

    @Override
    public long getCacheMisses() {
        return counters.misses();
    }

    @Override
    public float getCacheMissPercentage() {
        return ratio(counters.misses(), getCacheGets()) * PERCENT;
    }

    @Override
    public long getCacheGets() {
        return counters.hits() + counters.misses();
    }

    @Override
    public long getCachePuts() {
        return counters.puts();
    }

    @Override
    public long getCacheRemovals() {
        return counters.removals();
    }

    @Override
    public long getCacheEvictions() {
        return 0;
    }

    @Override
    public float getAverageGetTime() {
        return ratio(counters.getNanos(), getCacheGets()) / NANOS_PER_MICRO;
    }

    @Override
    public float getAveragePutTime() {
        return ratio(counters.putNanos(), getCachePuts()) / NANOS_PER_MICRO;
    }

    @Override
    public float getAverageRemoveTime() {
        return ratio(counters.removeNanos(), getCacheRemovals()) / NANOS_PER_MICRO;
    }

    @Override
    public long getCopyReads() {
        return counters.sum(Figure.COPY_READS);
    }

    @Override
    public long getCopiesMissing() {
        return counters.sum(Figure.COPIES_MISSING);
    }

    @Override
    public long getStaleReads() {
        return counters.sum(Figure.STALE_READS);
    }

    @Override
    public long getRenewalsMade() {
        return counters.sum(Figure.RENEWALS_MADE);
    }

    @Override
    public long getRenewalsLate() {
        return counters.sum(Figure.RENEWALS_LATE);
    }

    @Override
    public long getRenewalsFailed() {
        return counters.sum(Figure.RENEWALS_FAILED);
    }

    @Override
    public long getWarmed() {
        return counters.sum(Figure.WARMED);
    }

    @Override
    public long getWarmMisses() {
        return counters.sum(Figure.WARM_MISSES);
    }

    private static float ratio(long part, long whole) {
        return whole == 0 ? 0f : (float) part / whole;
    }
}
