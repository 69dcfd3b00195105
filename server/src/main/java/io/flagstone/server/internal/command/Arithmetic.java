package io.flagstone.server.internal.command;

import io.flagstone.server.internal.protocol.ReplyBuffer;
import io.flagstone.server.store.Cursor;
import io.flagstone.server.store.Draft;
import io.flagstone.server.store.Mark;
import java.util.Arrays;

/**
 * Adds to and subtracts from numbers kept as decimal text: 64 bits unsigned, wrapping at the top, stopping at zero. The
 * result is written in place, padded with blanks, when it fits and nobody is reading; else a new item takes the place.
 */
final class Arithmetic {
    /** What became of an attempt. */
    enum Outcome {
        DONE,
        NOT_NUMERIC,
        OUT_OF_MEMORY
    }

    /** Bytes of a value that are looked at for a number, and up to which it is changed in place. */
    private static final int TEXT_MAX = 1024;

    private static final int DIGITS_MAX = 20;

    private final Cursor cursor;
    private final Draft scratch;
    private final byte[] text = new byte[TEXT_MAX];
    private long value;

    Arithmetic(Workbench bench) {
        this.cursor = bench.cursor;
        this.scratch = bench.scratch;
    }

    /** The number after the last successful attempt. */
    long value() {
        return value;
    }

    /** Changes the number under the cursor, which gets a new CAS number. */
    Outcome apply(byte[] key, int keyStart, int keyLength, long delta, boolean add) {
        int length = cursor.valueLength();
        int read = Math.min(length, TEXT_MAX);
        cursor.copyValue(0, text, 0, read);
        if (!parse(read)) {
            return Outcome.NOT_NUMERIC;
        }
        if (add) {
            value += delta;
        } else {
            value = Long.compareUnsigned(delta, value) > 0 ? 0 : value - delta;
        }
        int digits = print();
        if (digits <= length && length <= TEXT_MAX) {
            Arrays.fill(text, digits, length, (byte) ' ');
            if (cursor.overwrite(text, 0, length)) {
                cursor.renewCas();
                return Outcome.DONE;
            }
        }
        return replace(key, keyStart, keyLength, digits);
    }

    /** Reads the text as the C library does: white space, an optional sign, digits, then white space or the end. */
    private boolean parse(int length) {
        int at = 0;
        while (at < length && isSpace(text[at])) {
            at++;
        }
        if (at < length && text[at] == '+') {
            at++;
        }
        int first = at;
        long sum = 0;
        while (at < length && text[at] >= '0' && text[at] <= '9') {
            int digit = text[at] - '0';
            if (Long.compareUnsigned(sum, Long.divideUnsigned(-1L - digit, 10)) > 0) {
                return false;
            }
            sum = sum * 10 + digit;
            at++;
        }
        value = sum;
        return at > first && (at == length || isSpace(text[at]));
    }

    private static boolean isSpace(byte one) {
        return one == ' ' || (one >= '\t' && one <= '\r');
    }

    /** Writes the number to the front of the text; answers its digits. */
    private int print() {
        int at = DIGITS_MAX;
        long left = value;
        do {
            long quotient = Long.divideUnsigned(left, 10);
            text[--at] = (byte) ('0' + (left - quotient * 10));
            left = quotient;
        } while (left != 0);
        System.arraycopy(text, at, text, 0, DIGITS_MAX - at);
        return DIGITS_MAX - at;
    }

    private Outcome replace(byte[] key, int keyStart, int keyLength, int digits) {
        boolean binary = cursor.has(Mark.BINARY_KEY);
        int expiry = cursor.expiry();
        if (scratch.open(key, keyStart, keyLength, cursor.flags(), expiry, digits) != Draft.Outcome.READY) {
            return Outcome.OUT_OF_MEMORY;
        }
        scratch.write(text, 0, digits);
        cursor.store(scratch);
        if (binary) {
            cursor.mark(Mark.BINARY_KEY, true);
        }
        return Outcome.DONE;
    }

    /** Stores {@code number} as a new item that never expires; the key is held and nothing is there. */
    boolean create(byte[] key, int keyStart, int keyLength, long number) {
        value = number;
        int digits = print();
        if (scratch.open(key, keyStart, keyLength, 0, 0, digits) != Draft.Outcome.READY) {
            return false;
        }
        scratch.write(text, 0, digits);
        cursor.store(scratch);
        return true;
    }

    /** Appends the number to a reply; room must have been reserved. */
    void write(ReplyBuffer reply) {
        reply.number(value);
    }

    /** Digits of the number. */
    int digits() {
        int digits = 1;
        for (long left = Long.divideUnsigned(value, 10); left != 0; left /= 10) {
            digits++;
        }
        return digits;
    }
}
