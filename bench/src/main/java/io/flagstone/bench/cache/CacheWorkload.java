package io.flagstone.bench.cache;

/** What is asked of a cache. */
enum CacheWorkload {
    /** {@code get}. */
    GET,
    /** {@code put}. */
    PUT,
    /** Nine {@code get} and one {@code put} of ten. */
    MIXED,
    /** {@code getAll} of 50 keys. */
    GETALL,
    /** {@code putAll} of 50 entries. */
    PUTALL,
    /** {@code invoke} of a processor that adds one to a counter. */
    INVOKE,
    /** {@code replace} of a value that is there. */
    REPLACE;

    static final int BULK = 50;

    int entriesPerCall() {
        return this == GETALL || this == PUTALL ? BULK : 1;
    }
}
