package io.flagstone.server.internal.command;

import io.flagstone.server.internal.protocol.Ascii;
import io.flagstone.server.internal.protocol.MetaFlags;

/** A flyweight that goes through the flags of a request once more, in their order, to answer them. */
final class FlagTokens {
    private byte[] bytes = new byte[0];
    private int position;
    private int limit;
    private int start;
    private int end;

    /** Goes through these flags. */
    void over(MetaFlags flags) {
        over(flags.bytes(), flags.start(), flags.end());
    }

    /** Goes through the flags at {@code [from, to)}. */
    void over(byte[] line, int from, int to) {
        bytes = line;
        position = from;
        limit = to;
    }

    boolean next() {
        start = Ascii.skipBlanks(bytes, position, limit);
        if (start == limit) {
            return false;
        }
        boolean single = start + 1 == limit || bytes[start + 1] == Ascii.BLANK;
        end = single ? start + 1 : Ascii.tokenEnd(bytes, start, limit);
        position = end;
        return true;
    }

    char letter() {
        return (char) bytes[start];
    }

    byte[] bytes() {
        return bytes;
    }

    int start() {
        return start;
    }

    int end() {
        return end;
    }
}
