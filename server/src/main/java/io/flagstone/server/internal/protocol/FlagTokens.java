package io.flagstone.server.internal.protocol;

/** A flyweight that goes through the flags of a request once more, in their order, to answer them. */
public final class FlagTokens {
    private byte[] bytes = new byte[0];
    private int position;
    private int limit;
    private int start;
    private int end;

    /** Goes through these flags. */
    public void over(MetaFlags flags) {
        over(flags.bytes(), flags.start(), flags.end());
    }

    /** Goes through the flags at {@code [from, to)}. */
    public void over(byte[] line, int from, int to) {
        bytes = line;
        position = from;
        limit = to;
    }

    /** Moves to the next flag; false when there is none. */
    public boolean next() {
        start = Ascii.skipBlanks(bytes, position, limit);
        if (start == limit) {
            return false;
        }
        boolean single = start + 1 == limit || bytes[start + 1] == Ascii.BLANK;
        end = single ? start + 1 : Ascii.tokenEnd(bytes, start, limit);
        position = end;
        return true;
    }

    /** Letter of the current flag. */
    public char letter() {
        return (char) bytes[start];
    }

    /** The bytes in which the flags stand. */
    public byte[] bytes() {
        return bytes;
    }

    /** Where the current flag begins, letter included. */
    public int start() {
        return start;
    }

    /** Where the current flag ends. */
    public int end() {
        return end;
    }
}
