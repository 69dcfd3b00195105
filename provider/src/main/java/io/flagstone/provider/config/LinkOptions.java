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
 * @param detection what else a failure is told by, and how a node is used again after one
 */
public record LinkOptions(
        Duration timeout,
        Duration connectTimeout,
        Duration firstRetry,
        Duration longestRetry,
        int suspectAfter,
        Duration silentAfter,
        int maxDebts,
        int threads,
        Detection detection) {

    /**
     * What else a failure is told by, and how a node is used again after one.
     *
     * @param share percent of at least twenty calls within a second that must time out before the node is left alone; zero for none
     * @param late how late this JVM's own timer may be before timeouts are laid at its own door; zero for never
     * @param ramp time in which the reads that a node gets after it was away rise from a tenth to all; zero for all at once
     */
    public record Detection(int share, Duration late, Duration ramp) {

        /** What holds when nothing is configured. */
        public static final Detection STANDARD = new Detection(50, Duration.ofMillis(50), Duration.ZERO);
    }

    /** With the standard {@link Detection}. */
    public LinkOptions(
            Duration timeout,
            Duration connectTimeout,
            Duration firstRetry,
            Duration longestRetry,
            int suspectAfter,
            Duration silentAfter,
            int maxDebts,
            int threads) {
        this(
                timeout,
                connectTimeout,
                firstRetry,
                longestRetry,
                suspectAfter,
                silentAfter,
                maxDebts,
                threads,
                Detection.STANDARD);
    }

    /** The same with another way to detect failures. */
    public LinkOptions with(Detection other) {
        return new LinkOptions(
                timeout, connectTimeout, firstRetry, longestRetry, suspectAfter, silentAfter, maxDebts, threads, other);
    }
}
