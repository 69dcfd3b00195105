package io.flagstone.testkit.copies;

import org.jspecify.annotations.Nullable;

/**
 * What a node answers.
 *
 * @param status how it went
 * @param value the value read; null also for a stub or a tombstone
 * @param cas the item's token, or zero without an item
 */
record Reply(Status status, @Nullable String value, long cas) {

    /** The answers of meta commands. */
    enum Status {
        FOUND,
        MISS,
        DONE,
        REFUSED
    }

    boolean isDone() {
        return status == Status.DONE;
    }

    /** The number read, or zero where there was none. */
    long number() {
        return value == null ? 0 : Long.parseLong(value);
    }
}
