package io.flagstone.server.internal.items;

/** What is counted per slab class under its LRU lock, by memcached's names and in its order. */
public enum LruCounter {
    EVICTED,
    EVICTED_NONZERO,
    EVICTED_TIME,
    OUTOFMEMORY,
    RECLAIMED,
    EXPIRED_UNFETCHED,
    EVICTED_UNFETCHED,
    EVICTED_ACTIVE,
    CRAWLER_RECLAIMED,
    CRAWLER_ITEMS_CHECKED,
    LRUTAIL_REFLOCKED,
    MOVES_TO_COLD,
    MOVES_TO_WARM,
    MOVES_WITHIN_LRU,
    DIRECT_RECLAIMS
}
