package io.flagstone.bench.hibernate.check;

import org.jspecify.annotations.Nullable;

/**
 * Something that should not have happened.
 *
 * @param invariant which promise was broken
 * @param worker who saw it; -1 if nobody in particular
 * @param key on what; empty if on nothing in particular
 * @param value what was seen
 * @param at when
 * @param age nanoseconds since it ought to have been otherwise
 * @param text what was expected
 * @param window what is documented to cause it and did; null if nothing
 */
public record Violation(
        Invariant invariant,
        int worker,
        String key,
        long value,
        long at,
        long age,
        String text,
        @Nullable Window window) {

    @Override
    public String toString() {
        return "invariant " + invariant.number() + ": worker " + worker + " " + key + " = " + value + " at " + at + ", "
                + age / 1_000_000 + " ms late: " + text + (window == null ? "" : " (" + window.meaning() + ")");
    }
}
