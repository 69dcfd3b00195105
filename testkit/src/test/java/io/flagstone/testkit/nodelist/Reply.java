package io.flagstone.testkit.nodelist;

import org.jspecify.annotations.Nullable;

/**
 * What a node answers.
 *
 * @param status how it went
 * @param value the value read; null also for an item that was created empty
 * @param cas the item's token, or zero without an item
 */
record Reply(Status status, @Nullable Object value, long cas) {

    /** The answers of meta commands. */
    enum Status {
        VALUE,
        MISS,
        DONE,
        NOT_STORED,
        EXISTS,
        NOT_FOUND
    }

    static Reply of(Status status) {
        return new Reply(status, null, 0);
    }

    boolean isDone() {
        return status == Status.DONE;
    }
}
