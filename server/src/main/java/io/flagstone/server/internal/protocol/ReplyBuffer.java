package io.flagstone.server.internal.protocol;

/**
 * Collects the replies of a batch of requests. When it is full it hands what it holds to its {@link Outlet} and goes on,
 * so a reply is never larger than memory allows and an event loop needs one buffer for all its connections.
 */
public final class ReplyBuffer {
    /** Takes bytes that are ready for the wire. */
    @FunctionalInterface
    public interface Outlet {
        /** Takes the first {@code length} bytes; they are copied before the call returns. */
        void send(byte[] bytes, int length);
    }

    /** Bytes it holds. */
    public static final int CAPACITY = 64 * 1024;

    private static final byte[] TENS = new byte[100];
    private static final byte[] ONES = new byte[100];
    private static final int DIGITS_MAX = 20;

    static {
        for (int i = 0; i < TENS.length; i++) {
            TENS[i] = (byte) ('0' + i / 10);
            ONES[i] = (byte) ('0' + i % 10);
        }
    }

    private final byte[] bytes = new byte[CAPACITY];
    private final byte[] digits = new byte[DIGITS_MAX];
    private Outlet outlet = (sent, length) -> {};
    private int length;

    /** Sends what comes from now on to this outlet. */
    public void attach(Outlet to) {
        outlet = to;
    }

    /** Hands over what is held. */
    public void flush() {
        if (length > 0) {
            int ready = length;
            length = 0;
            outlet.send(bytes, ready);
        }
    }

    /** Makes room for {@code count} more bytes, at most the capacity. */
    public void reserve(int count) {
        if (length + count > CAPACITY) {
            flush();
        }
    }

    /** Appends one byte; room must have been reserved. */
    public void put(byte one) {
        bytes[length++] = one;
    }

    /** Appends one ASCII character; room must have been reserved. */
    public void put(char one) {
        bytes[length++] = (byte) one;
    }

    /** Appends bytes; room must have been reserved. */
    public void put(byte[] source) {
        System.arraycopy(source, 0, bytes, length, source.length);
        length += source.length;
    }

    /** Appends bytes; room must have been reserved. */
    public void put(byte[] source, int from, int to) {
        System.arraycopy(source, from, bytes, length, to - from);
        length += to - from;
    }

    /** Appends a whole reply of moderate size. */
    public void reply(byte[] source) {
        reserve(source.length);
        put(source);
    }

    /** Appends an unsigned number of up to 20 digits; room must have been reserved. */
    public void number(long unsigned) {
        if (unsigned >= 0 && unsigned < 10) {
            bytes[length++] = (byte) ('0' + unsigned);
            return;
        }
        int at = DIGITS_MAX;
        long left = unsigned;
        if (left < 0) {
            long quotient = Long.divideUnsigned(left, 10);
            digits[--at] = (byte) ('0' + (left - quotient * 10));
            left = quotient;
        }
        while (left >= 10) {
            int pair = (int) (left % 100);
            left /= 100;
            digits[--at] = ONES[pair];
            digits[--at] = TENS[pair];
        }
        if (left > 0) {
            digits[--at] = (byte) ('0' + left);
        }
        put(digits, at, DIGITS_MAX);
    }

    /** Appends a signed number; room must have been reserved. */
    public void signed(long number) {
        if (number < 0) {
            put('-');
        }
        number(Math.abs(number));
    }

    /** The array behind the buffer, for those who copy into it at {@link #position()}. */
    public byte[] array() {
        return bytes;
    }

    /** Where the next byte goes. */
    public int position() {
        return length;
    }

    /** Takes back everything from this position on; nothing was flushed since it was asked for. */
    public void retract(int position) {
        length = position;
    }

    /** Notes that {@code count} bytes were copied in; room must have been reserved. */
    public void advance(int count) {
        length += count;
    }
}
