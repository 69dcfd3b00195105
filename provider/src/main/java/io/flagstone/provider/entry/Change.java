package io.flagstone.provider.entry;

import io.flagstone.provider.failure.FlagstoneException;
import org.jspecify.annotations.Nullable;

/**
 * What became of a change.
 *
 * @param after what is there since, when {@link Outcome#DONE}; what was found instead, when {@link Outcome#CONFLICT} and
 *     that was asked
 * @param failure why nobody knows, or why it cannot be, when {@link Outcome#FAILED} or {@link Outcome#UNKNOWN}
 */
public record Change(
        Outcome outcome, @Nullable Seen after, @Nullable FlagstoneException failure) {

    /** How it ended. */
    public enum Outcome {
        DONE,
        /** The item is not the one that was seen; nothing happened. */
        CONFLICT,
        /** Nothing happened. */
        FAILED,
        /** It may have happened; it will not outlive a later change. */
        UNKNOWN
    }

    public boolean isDone() {
        return outcome == Outcome.DONE;
    }
}
