package io.flagstone.server.internal.protocol;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.Arrays;

/** Bytes of command lines: searched eight at a time, compared as packed words. */
public final class Ascii {
    /** Separates tokens; the only byte that does. */
    public static final byte BLANK = ' ';

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGHS = 0x8080808080808080L;

    private Ascii() {}

    /** Position of the first {@code wanted} in {@code [from, to)}, or -1. */
    public static int indexOf(byte[] bytes, int from, int to, byte wanted) {
        long pattern = ONES * (wanted & 0xff);
        int at = from;
        for (; at <= to - Long.BYTES; at += Long.BYTES) {
            long different = (long) WORD.get(bytes, at) ^ pattern;
            // The lowest byte that is zero sets its high bit here; false alarms only come above it.
            long zeros = (different - ONES) & ~different & HIGHS;
            if (zeros != 0) {
                return at + (Long.numberOfTrailingZeros(zeros) >>> 3);
            }
        }
        for (; at < to; at++) {
            if (bytes[at] == wanted) {
                return at;
            }
        }
        return -1;
    }

    /** Position of the first byte from {@code from} that is not a blank, at most {@code to}. */
    public static int skipBlanks(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to && bytes[at] == BLANK) {
            at++;
        }
        return at;
    }

    /** Position of the first blank from {@code from}, or {@code to}. */
    public static int tokenEnd(byte[] bytes, int from, int to) {
        int found = indexOf(bytes, from, to, BLANK);
        return found < 0 ? to : found;
    }

    /** A word of at most eight letters as a number, first letter lowest. */
    public static long pack(String word) {
        long packed = 0;
        for (int i = word.length() - 1; i >= 0; i--) {
            packed = packed << 8 | word.charAt(i);
        }
        return packed;
    }

    /** The token at {@code [from, to)} packed likewise; 0 when it is longer than eight bytes. */
    public static long pack(byte[] bytes, int from, int to) {
        int length = to - from;
        if (length > Long.BYTES) {
            return 0;
        }
        if (from + Long.BYTES <= bytes.length && length > 0) {
            return (long) WORD.get(bytes, from) & -1L >>> (Long.SIZE - 8 * length);
        }
        long packed = 0;
        for (int i = to - 1; i >= from; i--) {
            packed = (packed << 8) | (bytes[i] & 0xff);
        }
        return packed;
    }

    /** Whether {@code [from, to)} spells this word. */
    public static boolean equals(byte[] bytes, int from, int to, byte[] word) {
        return Arrays.equals(bytes, from, to, word, 0, word.length);
    }

    /** Whether {@code [from, to)} is a beginning of this word, and not empty. */
    public static boolean abbreviates(byte[] bytes, int from, int to, byte[] word) {
        int length = to - from;
        return length > 0 && length <= word.length && Arrays.equals(bytes, from, to, word, 0, length);
    }
}
