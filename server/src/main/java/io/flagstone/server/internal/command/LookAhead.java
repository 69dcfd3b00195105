package io.flagstone.server.internal.command;

import io.flagstone.server.internal.protocol.Ascii;
import io.flagstone.server.internal.protocol.Verb;
import io.flagstone.server.store.Expected;
import java.util.function.Consumer;

/**
 * Reads ahead in a batch of requests which keys they want, and tells the store: where one search after the other waits
 * for memory, it can fetch for many at once. What is read here decides nothing, so it may be wrong where a line is.
 */
final class LookAhead {
    private final Consumer<Expected> store;
    private final Expected expected = new Expected();
    /** Input before this position has been looked at. */
    private int seen;

    LookAhead(Consumer<Expected> store) {
        this.store = store;
    }

    /** Other input begins. */
    void reset() {
        seen = 0;
    }

    /** Looks at the requests that begin here, unless it has. */
    void requests(byte[] in, int from, int to) {
        if (from < seen) {
            return;
        }
        int lineEnd = Ascii.indexOf(in, from, to, (byte) '\n');
        if (lineEnd < 0 || lineEnd == to - 1) {
            // One request, or a part of one: if it has many keys, they are looked at when it is their turn.
            seen = from + 1;
            return;
        }
        expected.clear(in);
        int at = from;
        while (lineEnd >= 0 && at < to && !expected.isFull()) {
            at = request(in, at, lineEnd);
            lineEnd = at < to ? Ascii.indexOf(in, at, to, (byte) '\n') : -1;
        }
        tell(Math.max(at, from + 1));
    }

    /** Looks at the keys of a multiget that begin here, unless it has; the line ends at {@code end}. */
    void keys(byte[] in, int from, int end) {
        if (from >= seen) {
            expected.clear(in);
            tell(Math.max(keysOf(in, from, end), from + 1));
        }
    }

    private void tell(int position) {
        seen = position;
        if (expected.count() > 1) {
            store.accept(expected);
        }
    }

    /** Answers where the next request begins, or the next key of this one where there is no room for more. */
    private int request(byte[] in, int from, int lineEnd) {
        int verbEnd = Ascii.tokenEnd(in, from, lineEnd);
        int key = verbEnd + 1;
        if (key >= lineEnd) {
            return lineEnd + 1;
        }
        return switch (Verb.of(in, from, verbEnd)) {
            case GET, GETS -> {
                int stopped = keysOf(in, key, lineEnd);
                yield stopped < lineEnd ? stopped : lineEnd + 1;
            }
            case MS -> stored(in, key, lineEnd, 1);
            case SET, ADD, REPLACE, APPEND, PREPEND, CAS -> stored(in, key, lineEnd, 3);
            case MG, ME, TOUCH -> {
                add(in, key, lineEnd, false);
                yield lineEnd + 1;
            }
            case MD, MA, DELETE, INCR, DECR -> {
                add(in, key, lineEnd, true);
                yield lineEnd + 1;
            }
            default -> lineEnd + 1;
        };
    }

    private int keysOf(byte[] in, int from, int end) {
        int at = from;
        while (at < end && !expected.isFull()) {
            at = add(in, at, end, false) + 1;
        }
        return at;
    }

    /** Adds the key that begins here, and answers where it ends. */
    private int add(byte[] in, int from, int end, boolean changes) {
        int keyEnd = Ascii.tokenEnd(in, from, end);
        int length = keyEnd - from - (keyEnd == end && keyEnd > from && in[keyEnd - 1] == '\r' ? 1 : 0);
        if (length > 0) {
            expected.add(from, length, changes);
        }
        return keyEnd;
    }

    /** A request that brings a value, whose length is so many tokens behind its key. */
    private int stored(byte[] in, int key, int lineEnd, int tokens) {
        int at = add(in, key, lineEnd, true);
        for (int i = 1; i < tokens; i++) {
            at = Ascii.tokenEnd(in, Math.min(at + 1, lineEnd), lineEnd);
        }
        long length = 0;
        for (at++; at < lineEnd && in[at] >= '0' && in[at] <= '9' && length < Integer.MAX_VALUE; at++) {
            length = 10 * length + in[at] - '0';
        }
        return (int) Math.min(Integer.MAX_VALUE, lineEnd + 1 + length + 2);
    }
}
