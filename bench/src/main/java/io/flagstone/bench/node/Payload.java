package io.flagstone.bench.node;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Keys and values that can be checked: both carry the key's number, and all the rest of a value is known.
 *
 * <pre>
 *   key    k e y - n n n n n n n n n n n n            16 bytes, n: decimal digits
 *   value  n n n n n n n n n n n n  filler...         12 bytes and the rest of the size
 * </pre>
 */
final class Payload {
    static final int DIGITS = 12;
    static final int KEY_LENGTH = 4 + DIGITS;
    static final int LEAST_SIZE = DIGITS + 4;
    private static final byte[] KEY_START = "key-".getBytes(StandardCharsets.US_ASCII);

    private final int size;
    private final ByteBuffer filler;

    Payload(int size) {
        this.size = size;
        this.filler = ByteBuffer.allocateDirect(size - DIGITS);
        while (filler.hasRemaining()) {
            filler.put((byte) ('a' + filler.position() % 23));
        }
        filler.flip();
    }

    int size() {
        return size;
    }

    void putKey(ByteBuffer out, int key) {
        out.put(KEY_START);
        putDigits(out, key);
    }

    void putValue(ByteBuffer out, int key) {
        putDigits(out, key);
        out.put(filler.duplicate());
    }

    private static void putDigits(ByteBuffer out, int key) {
        int at = out.position();
        int rest = key;
        for (int i = DIGITS - 1; i >= 0; i--) {
            out.put(at + i, (byte) ('0' + rest % 10));
            rest /= 10;
        }
        out.position(at + DIGITS);
    }

    /** The number of the key that starts at this position, or -1 if none does. */
    static int keyAt(ByteBuffer in, int at) {
        for (int i = 0; i < KEY_START.length; i++) {
            if (in.get(at + i) != KEY_START[i]) {
                return -1;
            }
        }
        return numberAt(in, at + KEY_START.length);
    }

    /** Whether the whole value of this key starts at this position. */
    boolean isValueAt(ByteBuffer in, int at, int key) {
        return numberAt(in, at) == key && in.slice(at + DIGITS, size - DIGITS).mismatch(filler) < 0;
    }

    private static int numberAt(ByteBuffer in, int at) {
        int number = 0;
        for (int i = 0; i < DIGITS; i++) {
            int digit = in.get(at + i) - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }
}
