package io.flagstone.server.internal.protocol;

/** A flyweight over one command line: hands out its tokens from left to right. */
public final class Line {
    private static final long NOREPLY = Ascii.pack("noreply");

    private byte[] bytes = new byte[0];
    private int position;
    private int end;
    private int tokenStart;
    private int tokenEnd;

    /** Looks at the line {@code [from, to)}, its terminator excluded. */
    public void wrap(byte[] line, int from, int to) {
        bytes = line;
        position = from;
        end = to;
    }

    /** Moves to the next token; false when there is none. */
    public boolean next() {
        tokenStart = Ascii.skipBlanks(bytes, position, end);
        tokenEnd = Ascii.tokenEnd(bytes, tokenStart, end);
        position = tokenEnd;
        return tokenStart < tokenEnd;
    }

    /** The bytes in which the line lies. */
    public byte[] bytes() {
        return bytes;
    }

    /** Where the current token begins. */
    public int tokenStart() {
        return tokenStart;
    }

    /** Where the current token ends. */
    public int tokenEnd() {
        return tokenEnd;
    }

    /** Bytes of the current token. */
    public int tokenLength() {
        return tokenEnd - tokenStart;
    }

    /** Where the current token ends and the rest of the line begins. */
    public int rest() {
        return position;
    }

    /** Where the line ends. */
    public int end() {
        return end;
    }

    /** The current token as a packed word. */
    public long packed() {
        return Ascii.pack(bytes, tokenStart, tokenEnd);
    }

    /** Whether the last token of the line, behind the current one, says that no reply is wanted. */
    public boolean wantsNoReply() {
        int to = end;
        while (to > position && bytes[to - 1] == Ascii.BLANK) {
            to--;
        }
        int from = to - 7;
        return from > position && bytes[from - 1] == Ascii.BLANK && Ascii.pack(bytes, from, to) == NOREPLY;
    }
}
