package io.flagstone.provider.config;

import java.time.Duration;

/**
 * How connections to nodes behave.
 *
 * @param timeout the whole of one call, retries included; a call never lasts longer
 * @param connectTimeout one attempt to connect
 * @param firstRetry pause after the first failed attempt; it doubles, with jitter, up to {@code longestRetry}
 * @param longestRetry the longest pause between two attempts
 * @param suspectAfter calls in a row that must time out before the node is left alone
 * @param silentAfter how long a suspected node may stay silent before its connection is given up
 * @param maxDebts keys remembered per node that must be invalidated on its return; beyond, whole caches are
 * @param threads event loop threads shared by all connections of a manager
 */
public record LinkOptions(
        Duration timeout,
        Duration connectTimeout,
        Duration firstRetry,
        Duration longestRetry,
        int suspectAfter,
        Duration silentAfter,
        int maxDebts,
        int threads) {}
