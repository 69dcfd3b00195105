package io.flagstone.server.internal.watch;

import io.flagstone.server.internal.protocol.UriKey;

/** A line being written, in an array that is used again and again. */
final class LogLine {
    private static final int DIGITS_MAX = 20;

    private final byte[] bytes;
    private int length;

    LogLine(int capacity) {
        bytes = new byte[capacity];
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    LogLine clear() {
        length = 0;
        return this;
    }

    LogLine text(byte[] text) {
        System.arraycopy(text, 0, bytes, length, text.length);
        length += text.length;
        return this;
    }

    LogLine text(char one) {
        bytes[length++] = (byte) one;
        return this;
    }

    LogLine key(byte[] key, int from, int count) {
        length = UriKey.encode(key, from, from + count, bytes, length);
        return this;
    }

    LogLine number(long number) {
        if (number < 0) {
            text('-');
        }
        digits(Math.abs(number), 1);
        return this;
    }

    /** A number with at least so many digits. */
    void digits(long number, int atLeast) {
        int from = length + DIGITS_MAX;
        int at = from;
        long left = number;
        while (left > 0 || from - at < atLeast) {
            bytes[--at] = (byte) ('0' + left % 10);
            left /= 10;
        }
        System.arraycopy(bytes, at, bytes, length, from - at);
        length += from - at;
    }
}
