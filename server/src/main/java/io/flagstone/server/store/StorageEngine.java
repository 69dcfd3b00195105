package io.flagstone.server.store;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a node keeps its items. An engine finds, holds, replaces, expires and evicts; it knows neither verbs nor
 * replies. Its methods may be called by many threads; cursors and drafts belong to one thread at a time.
 */
public interface StorageEngine extends AutoCloseable {
    /** A cursor for one thread. */
    Cursor cursor();

    /** A draft for one connection. */
    Draft draft();

    /** Makes every item stored up to now invisible at {@code second}, at once when that has begun. */
    void flush(int second);

    /** A walk over all items. */
    Walk walk();

    /** Changes the memory for items; false when this engine cannot. */
    boolean resize(long bytes);

    /** Switches the freeing of expired items in the background on or off; engines without it ignore this. */
    default void crawl(boolean enabled) {}

    /** Tells somebody from now on what the engine does by itself; engines that do nothing by themselves ignore this. */
    default void listener(EngineListener listener) {}

    /** What an operator may change about slabs and LRU; null in engines that have neither. */
    default @Nullable SlabControls controls() {
        return null;
    }

    /** How its items outlive it; null in engines whose items do not. Asked for before anything is stored, or after {@link #close}. */
    default @Nullable Handover handover() {
        return null;
    }

    /** Statistics by memcached's names, in order. */
    Map<String, String> statistics(StatisticsGroup group);

    /**
     * Figures of its own, of which memcached knows nothing, by name: for metrics. {@code duels_trust:5} is what it calls
     * a figure of slab class 5.
     */
    default Map<String, Long> measurements() {
        return Map.of();
    }

    /** Starts counting from zero again, where memcached's {@code stats reset} does. */
    void resetStatistics();

    /** Stops background work. Items may still be read by connections that are being closed. */
    @Override
    void close();
}
