package io.flagstone.provider.placement;

import javax.cache.management.CacheStatisticsMXBean;

/** JCache's statistics of a cache, under the name that JCache gives them, and what is counted beside. */
public interface CacheFiguresMXBean extends CacheStatisticsMXBean {

    /** Reads that were answered by a copy, because the owner of the key was away. */
    long getCopyReads();

    /** Copies of stored entries that were not made: their node was away or refused them, or another change was faster. */
    long getCopiesMissing();

    /** Values that were read after their end, with {@code stale-while-revalidate}. */
    long getStaleReads();

    /** Entries renewed in the background by this client: stored anew, or removed because the loader had nothing. */
    long getRenewalsMade();

    /** Entries that were changed, or lost, before the value was there that this client loaded in the background. */
    long getRenewalsLate();

    /** Entries whose renewal by this client ended with an exception: the loader's, or a node's. */
    long getRenewalsFailed();

    /** Entries taken over from the former owners of their keys after a change of the list, with {@code flagstone.nodes.warm-up}. */
    long getWarmed();

    /** Reads that found an entry neither at the new owner of the key nor at the former one. */
    long getWarmMisses();
}
