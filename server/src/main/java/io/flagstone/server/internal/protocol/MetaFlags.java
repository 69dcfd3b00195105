package io.flagstone.server.internal.protocol;

import org.jspecify.annotations.Nullable;

/**
 * The flags of one meta command: which letters were given, what their tokens say, and where they stand, for replies
 * repeat them in the order of the request. Every command accepts every known flag and looks at its own.
 */
public final class MetaFlags {
    private static final long KNOWN = bits("bcCDEfFhIJklMNOqRstTuvxPL");
    /** Flags whose token is a number. */
    private static final long NUMERIC = bits("CDEFJNRT");

    private final Numbers numbers = new Numbers();
    private byte[] bytes = new byte[0];
    private int start;
    private int end;
    private long seen;
    private long compareCas;
    private long explicitCas;
    private long delta;
    private long initial;
    private int clientFlags;
    private int ttl;
    private int vivifyTtl;
    private int recacheTtl;
    private char mode;

    private static long bits(String letters) {
        long bits = 0;
        for (int i = 0; i < letters.length(); i++) {
            bits |= bit(letters.charAt(i));
        }
        return bits;
    }

    /** All letters lie between 64 and 127. */
    private static long bit(int letter) {
        return 1L << (letter & 63);
    }

    /**
     * Reads the flags {@code [from, to)} of a line.
     *
     * @param tokensBefore tokens of the line in front of them
     * @return the error reply, or null
     */
    public byte @Nullable [] parse(byte[] line, int from, int to, int tokensBefore) {
        bytes = line;
        start = from;
        end = to;
        seen = 0;
        mode = 0;
        delta = 1;
        initial = 0;
        int tokens = tokensBefore;
        byte[] error = null;
        int at = Ascii.skipBlanks(line, from, to);
        while (at < to) {
            int next = at + 1 == to || line[at + 1] == Ascii.BLANK ? at + 1 : Ascii.tokenEnd(line, at, to);
            if (++tokens > Limits.META_TOKENS) {
                return Replies.TOO_MANY_FLAGS;
            }
            if (error == null) {
                error = flag(line, at, next);
            }
            at = Ascii.skipBlanks(line, next, to);
        }
        return error;
    }

    private byte @Nullable [] flag(byte[] line, int at, int next) {
        int letter = line[at];
        long bit = bit(letter);
        if (letter < 64 || (KNOWN & bit) == 0) {
            return Replies.INVALID_FLAG;
        }
        if ((seen & bit) != 0) {
            return Replies.DUPLICATE_FLAG;
        }
        seen |= bit;
        if ((NUMERIC & bit) != 0) {
            return number(letter, line, at + 1, next);
        }
        if (letter == 'O' && next - at - 1 > Limits.OPAQUE) {
            return Replies.OPAQUE_TOO_LONG;
        }
        if (letter == 'M') {
            mode = next - at > 1 ? (char) line[at + 1] : '?';
        }
        return null;
    }

    private byte @Nullable [] number(int letter, byte[] line, int from, int to) {
        boolean read = switch (letter) {
            case 'F' -> numbers.unsigned32(line, from, to);
            case 'T', 'N', 'R' -> numbers.signed32(line, from, to);
            default -> numbers.unsigned(line, from, to);
        };
        if (!read) {
            return letter == 'F' ? Replies.BAD_FORMAT : Replies.BAD_TOKEN;
        }
        long value = numbers.value();
        switch (letter) {
            case 'C' -> compareCas = value;
            case 'D' -> delta = value;
            case 'E' -> explicitCas = value;
            case 'F' -> clientFlags = (int) value;
            case 'J' -> initial = value;
            case 'N' -> vivifyTtl = (int) value;
            case 'R' -> recacheTtl = (int) value;
            default -> ttl = (int) value;
        }
        return null;
    }

    /** Copies the flags to another place, where they outlive their line. */
    public int save(byte[] target) {
        System.arraycopy(bytes, start, target, 0, end - start);
        return end - start;
    }

    /** Whether this letter was given. */
    public boolean has(char letter) {
        return (seen & bit(letter)) != 0;
    }

    /** The bytes in which the flags stand. */
    public byte[] bytes() {
        return bytes;
    }

    /** Where the flags begin. */
    public int start() {
        return start;
    }

    /** Where the flags end. */
    public int end() {
        return end;
    }

    /** Token of C. */
    public long compareCas() {
        return compareCas;
    }

    /** Token of E. */
    public long explicitCas() {
        return explicitCas;
    }

    /** Token of D; 1 when not given. */
    public long delta() {
        return delta;
    }

    /** Token of J; 0 when not given. */
    public long initial() {
        return initial;
    }

    /** Token of F; 0 when not given. */
    public int clientFlags() {
        return has('F') ? clientFlags : 0;
    }

    /** Token of T; 0 when not given. */
    public int ttl() {
        return has('T') ? ttl : 0;
    }

    /** Token of N. */
    public int vivifyTtl() {
        return vivifyTtl;
    }

    /** Token of R. */
    public int recacheTtl() {
        return recacheTtl;
    }

    /** First character of M's token, '?' when that is empty; 0 when M was not given. */
    public char mode() {
        return mode;
    }
}
