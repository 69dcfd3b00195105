package io.flagstone.testkit.history;

import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a client asked for.
 *
 * <p>Values are text. Let every write of a history carry a value of its own, for instance client and sequence number:
 * the checker copes with repeated values, but sees less.
 *
 * @param kind the operation
 * @param key the key; empty for {@link Kind#CLEAR}
 * @param expected what a conditional operation expects to find
 * @param value what is written, added or appended
 */
public record Operation(
        Kind kind,
        String key,
        @Nullable String expected,
        @Nullable String value) {

    /** {@code get(key)}. */
    public static Operation get(String key) {
        return new Operation(Kind.GET, key, null, null);
    }

    /** {@code containsKey(key)}. */
    public static Operation containsKey(String key) {
        return new Operation(Kind.CONTAINS_KEY, key, null, null);
    }

    /** {@code put(key, value)}. */
    public static Operation put(String key, String value) {
        return new Operation(Kind.PUT, key, null, value);
    }

    /** {@code putIfAbsent(key, value)}. */
    public static Operation putIfAbsent(String key, String value) {
        return new Operation(Kind.PUT_IF_ABSENT, key, null, value);
    }

    /** {@code replace(key, value)}. */
    public static Operation replace(String key, String value) {
        return new Operation(Kind.REPLACE, key, null, value);
    }

    /** {@code replace(key, expected, value)}. */
    public static Operation replaceIfEquals(String key, String expected, String value) {
        return new Operation(Kind.REPLACE_IF_EQUALS, key, expected, value);
    }

    /** {@code remove(key)}. */
    public static Operation remove(String key) {
        return new Operation(Kind.REMOVE, key, null, null);
    }

    /** {@code remove(key, expected)}. */
    public static Operation removeIfEquals(String key, String expected) {
        return new Operation(Kind.REMOVE_IF_EQUALS, key, expected, null);
    }

    /** {@code getAndPut(key, value)}. */
    public static Operation getAndPut(String key, String value) {
        return new Operation(Kind.GET_AND_PUT, key, null, value);
    }

    /** {@code getAndRemove(key)}. */
    public static Operation getAndRemove(String key) {
        return new Operation(Kind.GET_AND_REMOVE, key, null, null);
    }

    /** {@code getAndReplace(key, value)}. */
    public static Operation getAndReplace(String key, String value) {
        return new Operation(Kind.GET_AND_REPLACE, key, null, value);
    }

    /** {@code invoke} of a processor that sets {@code value} and returns what it saw. */
    public static Operation invokeSet(String key, String value) {
        return new Operation(Kind.INVOKE_SET, key, null, value);
    }

    /** {@code invoke} of a processor that adds {@code delta} to a decimal number and returns what it saw. */
    public static Operation invokeAdd(String key, long delta) {
        return new Operation(Kind.INVOKE_ADD, key, null, Long.toString(delta));
    }

    /** {@code invoke} of a processor that appends {@code text} after a comma and returns what it saw. */
    public static Operation invokeAppend(String key, String text) {
        return new Operation(Kind.INVOKE_APPEND, key, null, text);
    }

    /** {@code invoke} of a processor that removes the entry and returns what it saw. */
    public static Operation invokeRemove(String key) {
        return new Operation(Kind.INVOKE_REMOVE, key, null, null);
    }

    /** {@code clear()}, or {@code removeAll()}. */
    public static Operation clear() {
        return new Operation(Kind.CLEAR, "", null, null);
    }

    /** The value of an operation that has one. */
    public String given() {
        return Objects.requireNonNull(value, kind.name());
    }

    /** The expectation of an operation that has one. */
    public String awaited() {
        return Objects.requireNonNull(expected, kind.name());
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(kind.name().toLowerCase(Locale.ROOT)).append('(');
        text.append(expected == null ? "" : expected + (value == null ? "" : " to "));
        return text.append(value == null ? "" : value).append(')').toString();
    }
}
