package io.flagstone.hibernate.internal.record;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How the records of a region live.
 *
 * @param lifetime of values, or null for ever
 * @param lease how long a miss may take to be filled
 * @param lock how long a transaction may hold what it changes
 * @param tombstone how long it is remembered that something was changed: longer than any transaction reads
 * @param strict whether a change that cannot be announced to the node is refused
 */
public record RecordOptions(
        @Nullable Duration lifetime, Duration lease, Duration lock, Duration tombstone, boolean strict) {}
