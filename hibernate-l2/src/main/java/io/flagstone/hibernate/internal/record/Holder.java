package io.flagstone.hibernate.internal.record;

/**
 * A transaction that is changing what a record is about.
 *
 * @param id 64 random bits
 * @param deadline when it is given up, in milliseconds since the epoch
 */
record Holder(long id, long deadline) {}
