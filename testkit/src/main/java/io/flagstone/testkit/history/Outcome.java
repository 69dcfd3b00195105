package io.flagstone.testkit.history;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What became of an operation, as far as its client knows. */
public sealed interface Outcome {

    /** Acknowledged, with a value or, if null, with none. */
    record Saw(@Nullable String value) implements Outcome {
        @Override
        public String toString() {
            return value == null ? "nothing" : value;
        }
    }

    /** Acknowledged, with yes or no. */
    record Said(boolean yes) implements Outcome {
        @Override
        public String toString() {
            return Boolean.toString(yes);
        }
    }

    /** The outcomes that carry nothing. */
    enum Plain implements Outcome {
        /** Acknowledged. */
        DONE,
        /** Timed out or failed: it may take effect at any later time, or never. */
        UNKNOWN,
        /** It certainly never took effect and never will. */
        NOT_DONE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    /** An acknowledgement in the form the kind of operation has: a value, a {@code Boolean}, or nothing. */
    static Outcome of(Kind kind, @Nullable Object result) {
        return switch (kind.answer()) {
            case VALUE -> new Saw(result == null ? null : result.toString());
            case FLAG -> new Said(flag(kind, result));
            case NOTHING -> Plain.DONE;
        };
    }

    private static boolean flag(Kind kind, @Nullable Object result) {
        if (result instanceof Boolean yes) {
            return yes;
        }
        throw new IllegalArgumentException(kind + " is answered by true or false, not by " + result);
    }

    /** Whether the client was told that the operation took place. */
    default boolean isAcknowledged() {
        return this != Plain.UNKNOWN && this != Plain.NOT_DONE;
    }

    /** Whether this can be the outcome of an operation of that kind. */
    default boolean fits(Kind kind) {
        return !isAcknowledged()
                || switch (kind.answer()) {
                    case VALUE -> this instanceof Saw;
                    case FLAG -> this instanceof Said;
                    case NOTHING -> this == Plain.DONE;
                };
    }
}
