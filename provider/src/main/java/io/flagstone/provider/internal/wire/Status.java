package io.flagstone.provider.internal.wire;

/** How a node answered. */
public enum Status {
    /** {@code VA}: with a value. */
    VALUE,
    /** {@code HD}: done, or there, without a value. */
    DONE,
    /** {@code EN}: nothing is there (answer to a read). */
    MISS,
    /** {@code NF}: nothing is there (answer to a change). */
    NOT_FOUND,
    /** {@code NS}: something is there, or the condition did not hold; not stored. */
    NOT_STORED,
    /** {@code EX}: the item has another CAS token. */
    EXISTS,
    /** {@code SERVER_ERROR}: refused. */
    REFUSED
}
