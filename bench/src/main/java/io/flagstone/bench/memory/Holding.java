package io.flagstone.bench.memory;

/**
 * What a server holds when it is full.
 *
 * @param items items, as it counts them
 * @param read items that were found when all keys were read back
 * @param evictions items it has evicted, as it counts them
 * @param header bytes it accounts for an item beyond key, value and memcached's three terminating bytes
 * @param chunkBytes bytes of the chunks that the items take
 */
record Holding(long items, long read, long evictions, double header, double chunkBytes) {}
