package io.flagstone.provider.internal.wire;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The first line of a reply: {@code VA 5 c17 f0 t-1 O42}, {@code HD c18 O43}, {@code SERVER_ERROR …}. Filled by
 * {@link ReplyParser}, parsed once it is whole, then used again for the next.
 */
final class ReplyLine {

    /** What a node says to whoever has to log in. */
    private static final String STRANGER = "CLIENT_ERROR unauthenticated";

    /** Longer than any reply to what we ask; replies do not repeat keys. */
    private static final int LONGEST = 2048;

    /** The opaque of a reply that carries none. */
    static final long NO_OPAQUE = -1;

    private static final int VA = ('V' << 8) | 'A';
    private static final int HD = ('H' << 8) | 'D';
    private static final int EN = ('E' << 8) | 'N';
    private static final int NF = ('N' << 8) | 'F';
    private static final int NS = ('N' << 8) | 'S';
    private static final int EX = ('E' << 8) | 'X';

    private final byte[] bytes = new byte[LONGEST];
    private int length;
    private int at;

    Status status = Status.MISS;
    int size;
    long cas;
    int flags;
    int ttl;
    long opaque;
    boolean won;
    boolean claimed;

    @Nullable
    String complaint;

    void add(byte b) throws ProtocolViolation {
        if (length == LONGEST) {
            throw new ProtocolViolation("a reply line of more than " + LONGEST + " bytes");
        }
        bytes[length++] = b;
    }

    /** Parses what was added, the line's end included, and makes room for the next line. */
    void parse() throws ProtocolViolation {
        int end = length - 1;
        if (end > 0 && bytes[end - 1] == '\r') {
            end--;
        }
        length = end;
        reset();
        if (startsWith("SERVER_ERROR")) {
            status = Status.REFUSED;
            complaint = text();
        } else {
            status = status();
            if (status == Status.VALUE) {
                size = size();
            }
            while (at < length) {
                flag();
            }
        }
        length = 0;
    }

    private void reset() {
        at = 0;
        size = 0;
        cas = 0;
        flags = 0;
        ttl = -1;
        opaque = NO_OPAQUE;
        won = false;
        claimed = false;
        complaint = null;
    }

    private Status status() throws ProtocolViolation {
        if (length < 2 || (length > 2 && bytes[2] != ' ')) {
            throw notAReply();
        }
        at = 2;
        return switch ((bytes[0] << 8) | bytes[1]) {
            case VA -> Status.VALUE;
            case HD -> Status.DONE;
            case EN -> Status.MISS;
            case NF -> Status.NOT_FOUND;
            case NS -> Status.NOT_STORED;
            case EX -> Status.EXISTS;
            default -> throw notAReply();
        };
    }

    private int size() throws ProtocolViolation {
        at++; // the blank, or the line's end
        return (int) number(Integer.MAX_VALUE);
    }

    private void flag() throws ProtocolViolation {
        if (bytes[at++] != ' ') {
            throw notAReply();
        }
        if (at == length) {
            return;
        }
        byte flag = bytes[at++];
        switch (flag) {
            case 'c' -> cas = unsigned();
            case 'f' -> flags = (int) number(0xFFFF_FFFFL);
            case 's' -> size = (int) number(Integer.MAX_VALUE);
            case 't' -> ttl = ttl();
            case 'O' -> opaque = number(Long.MAX_VALUE);
            case 'W' -> won = true;
            case 'Z' -> claimed = true;
            case 'X' -> {} // marked stale by somebody's invalidation; tokens decide, not this
            default -> throw notAReply();
        }
    }

    private int ttl() throws ProtocolViolation {
        if (at < length && bytes[at] == '-') {
            at++;
            return -(int) number(Integer.MAX_VALUE);
        }
        return (int) number(Integer.MAX_VALUE);
    }

    private long number(long most) throws ProtocolViolation {
        int start = at;
        long number = 0;
        while (at < length && bytes[at] >= '0' && bytes[at] <= '9') {
            int digit = bytes[at++] - '0';
            if (number > (most - digit) / 10) {
                throw notAReply();
            }
            number = number * 10 + digit;
        }
        if (at == start) {
            throw notAReply();
        }
        return number;
    }

    /** All 64 bits; other clients may choose tokens with the {@code E} flag. */
    private long unsigned() throws ProtocolViolation {
        int start = at;
        while (at < length && bytes[at] >= '0' && bytes[at] <= '9') {
            at++;
        }
        try {
            return Long.parseUnsignedLong(new String(bytes, start, at - start, StandardCharsets.US_ASCII));
        } catch (NumberFormatException e) {
            throw notAReply();
        }
    }

    private boolean startsWith(String word) {
        if (length < word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (bytes[i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private String text() {
        return new String(bytes, 0, length, StandardCharsets.US_ASCII);
    }

    /** Only error lines are quoted: anything else could hold a value. */
    private ProtocolViolation notAReply() {
        if (text().equals(STRANGER)) {
            return new ProtocolViolation("the node wants a login: set flagstone.user and flagstone.password-file");
        }
        boolean error = startsWith("ERROR") || startsWith("CLIENT_ERROR");
        return new ProtocolViolation(error ? "the node answered " + text() : "a line that is no meta reply");
    }
}
