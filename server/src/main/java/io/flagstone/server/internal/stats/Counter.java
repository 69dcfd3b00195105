package io.flagstone.server.internal.stats;

import java.util.Locale;

/** What event loops count, by memcached's names. */
public enum Counter {
    /** Keys asked for. */
    CMD_GET,
    /** Items sent for storing. */
    CMD_SET,
    /** Flushes. */
    CMD_FLUSH,
    /** Keys touched, alone or while being fetched. */
    CMD_TOUCH,
    /** Meta commands. */
    CMD_META,
    /** Keys found. */
    GET_HITS,
    /** Keys not found. */
    GET_MISSES,
    /** Keys not found because their item had expired. */
    GET_EXPIRED,
    /** Keys not found because their item had been flushed. */
    GET_FLUSHED,
    /** Deletions of unknown keys. */
    DELETE_MISSES,
    /** Deletions. */
    DELETE_HITS,
    /** Increments of unknown keys. */
    INCR_MISSES,
    /** Increments. */
    INCR_HITS,
    /** Decrements of unknown keys. */
    DECR_MISSES,
    /** Decrements. */
    DECR_HITS,
    /** Compare-and-set of unknown keys. */
    CAS_MISSES,
    /** Compare-and-set that stored. */
    CAS_HITS,
    /** Compare-and-set that found another number. */
    CAS_BADVAL,
    /** Touches. */
    TOUCH_HITS,
    /** Touches of unknown keys. */
    TOUCH_MISSES,
    /** Items refused for their size. */
    STORE_TOO_LARGE,
    /** Items refused for lack of memory. */
    STORE_NO_MEMORY,
    /** Attempts to log in. */
    AUTH_CMDS,
    /** Attempts to log in that failed. */
    AUTH_ERRORS,
    /** Attempts to log in that were not looked at, for too many had failed; not one of memcached's. */
    REJECTED_LOGINS,
    /** Commands refused for want of a right. */
    DENIED_CMDS,
    /** Bytes from clients. */
    BYTES_READ,
    /** Bytes to clients. */
    BYTES_WRITTEN,
    /** Times a connection was made to wait for the others. */
    CONN_YIELDS,
    /** Items ever stored. */
    TOTAL_ITEMS,
    /** Keys read ahead of their requests; not one of memcached's. */
    LOOKED_AHEAD;

    /** The name in {@code stats}. */
    public String statName() {
        return name().toLowerCase(Locale.ROOT);
    }
}
