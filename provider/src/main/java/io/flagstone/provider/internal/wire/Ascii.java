package io.flagstone.provider.internal.wire;

import java.util.Arrays;

/** A line of a request while it is being written. */
final class Ascii {

    /** Digits of {@link Long#MAX_VALUE}. */
    private static final int LONGEST_NUMBER = 19;

    private byte[] bytes;
    private int length;

    Ascii(int capacity) {
        bytes = new byte[capacity];
    }

    Ascii add(char c) {
        room(1);
        bytes[length++] = (byte) c;
        return this;
    }

    Ascii add(byte[] more) {
        room(more.length);
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
        return this;
    }

    /** Decimal digits of a number that is not negative. */
    Ascii add(long number) {
        room(LONGEST_NUMBER);
        if (number < 0) {
            throw new IllegalArgumentException(number + " is negative");
        }
        int digits = 1;
        for (long rest = number / 10; rest != 0; rest /= 10) {
            digits++;
        }
        int at = length + digits;
        long rest = number;
        do {
            bytes[--at] = (byte) ('0' + rest % 10);
            rest /= 10;
        } while (rest != 0);
        length += digits;
        return this;
    }

    /** A flag and its number, after a blank. */
    Ascii flag(char flag, long number) {
        return add(' ').add(flag).add(number);
    }

    /** A flag alone, after a blank. */
    Ascii flag(char flag) {
        return add(' ').add(flag);
    }

    byte[] bytes() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
