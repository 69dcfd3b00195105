package io.flagstone.server.internal.protocol;

/**
 * Reads numbers as memcached does: decimal, an optional sign, the whole token. The result of the last successful read
 * stays in {@link #value()}; one reader serves one thread.
 */
public final class Numbers {
    private static final long LAST_SAFE = Long.divideUnsigned(-1L, 10);

    private long value;

    /** The number read last; for unsigned ones all 64 bits count. */
    public long value() {
        return value;
    }

    /** Reads an unsigned number of 64 bits. */
    public boolean unsigned(byte[] bytes, int from, int to) {
        int at = from < to && bytes[from] == '+' ? from + 1 : from;
        return digits(bytes, at, to);
    }

    /** Reads a signed number of 64 bits. */
    public boolean signed(byte[] bytes, int from, int to) {
        boolean negative = from < to && bytes[from] == '-';
        boolean sign = negative || (from < to && bytes[from] == '+');
        if (!digits(bytes, sign ? from + 1 : from, to) || value < 0) {
            return false;
        }
        value = negative ? -value : value;
        return true;
    }

    /** Reads an unsigned number that fits 32 bits. */
    public boolean unsigned32(byte[] bytes, int from, int to) {
        return unsigned(bytes, from, to) && value >>> Integer.SIZE == 0;
    }

    /** Reads a signed number that fits 32 bits. */
    public boolean signed32(byte[] bytes, int from, int to) {
        return signed(bytes, from, to) && value == (int) value;
    }

    private boolean digits(byte[] bytes, int from, int to) {
        long sum = 0;
        for (int at = from; at < to; at++) {
            int digit = bytes[at] - '0';
            if (digit < 0 || digit > 9 || tooMuch(sum, digit)) {
                return false;
            }
            sum = sum * 10 + digit;
        }
        value = sum;
        return from < to;
    }

    private static boolean tooMuch(long sum, int digit) {
        if (sum >= 0 && sum < LAST_SAFE) {
            return false;
        }
        int order = Long.compareUnsigned(sum, LAST_SAFE);
        return order > 0 || (order == 0 && digit > 5);
    }
}
