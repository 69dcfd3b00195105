package io.flagstone.server.internal.metrics;

/** Types of metrics. */
enum Kind {
    /** Goes up and down. */
    GAUGE,
    /** Only grows, until statistics are reset; its name ends in {@code _total}. */
    COUNTER,
    /** Only grows, but bears an older name that does not end so, and which Prometheus' library allows to no counter. */
    UNTYPED
}
