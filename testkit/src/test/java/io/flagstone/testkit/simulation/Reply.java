package io.flagstone.testkit.simulation;

import org.jspecify.annotations.Nullable;

/**
 * What a node answers.
 *
 * @param status how it went
 * @param value the value read; null also for an item that was created empty
 * @param cas the item's token, or zero without an item
 */
public record Reply(Status status, @Nullable Object value, long cas) {

    /** The answers of meta commands. */
    public enum Status {
        VALUE,
        MISS,
        DONE,
        NOT_STORED,
        EXISTS,
        NOT_FOUND
    }

    public static Reply of(Status status) {
        return new Reply(status, null, 0);
    }

    @Override
    public String toString() {
        return status + " " + cas + (value == null ? "" : " " + value);
    }

    public boolean isDone() {
        return status == Status.DONE;
    }

    /** The number read, or zero where there was none. */
    public long number() {
        return value instanceof Long number ? number : 0;
    }
}
