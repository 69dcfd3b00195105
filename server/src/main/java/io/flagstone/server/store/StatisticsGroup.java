package io.flagstone.server.store;

/** The parts of {@code stats} an engine answers for. */
public enum StatisticsGroup {
    /** Its share of the general list, by memcached's names; what it leaves out is reported as 0. */
    GENERAL,
    /** {@code stats items}. */
    ITEMS,
    /** {@code stats slabs}. */
    SLABS
}
