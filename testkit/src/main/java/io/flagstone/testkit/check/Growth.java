package io.flagstone.testkit.check;

import io.flagstone.testkit.history.Kind;

/**
 * A write whose value depends on the one before: adding a number, or appending a text.
 *
 * @param kind {@link Kind#INVOKE_ADD} or {@link Kind#INVOKE_APPEND}
 * @param text the number or the text
 */
record Growth(Kind kind, String text) {

    /** The value written over {@code state}; {@link Values#NONE} if the processor would have failed on it. */
    int after(int state, Values values) {
        if (state == Values.ABSENT) {
            return values.number(text);
        }
        if (state == Values.UNSEEN) {
            return Values.UNSEEN;
        }
        if (kind == Kind.INVOKE_APPEND) {
            return values.number(values.text(state) + "," + text);
        }
        return values.isNumber(state) ? values.number("" + (values.asNumber(state) + delta())) : Values.NONE;
    }

    /** The value over which {@code value} would have been written; {@link Values#NONE} if there is none. */
    int before(int value, Values values) {
        if (kind == Kind.INVOKE_APPEND) {
            String tail = "," + text;
            String list = values.text(value);
            boolean grown = list.endsWith(tail);
            return grown ? values.number(list.substring(0, list.length() - tail.length())) : Values.NONE;
        }
        return values.isNumber(value) ? values.number("" + (values.asNumber(value) - delta())) : Values.NONE;
    }

    /** Whether this value can have been written by it. */
    boolean mayMake(int value, Values values) {
        return after(Values.ABSENT, values) == value || before(value, values) != Values.NONE;
    }

    private long delta() {
        return Long.parseLong(text);
    }
}
