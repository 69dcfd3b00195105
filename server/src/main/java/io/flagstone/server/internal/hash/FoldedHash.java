package io.flagstone.server.internal.hash;

import io.flagstone.server.store.KeyHash;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The default key hash: 16 bytes at a time are combined with secret words, multiplied to 128 bits, and the halves folded
 * together. A few nanoseconds for usual keys, and with an unknown seed nobody can prepare keys that collide.
 */
final class FoldedHash implements KeyHash {
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle HALF = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    /** Fractional parts of the square roots of 2, 3 and 5, made odd: bits with no pattern of their own. */
    private static final long ROOT_2 = 0x6a09e667f3bcc909L;

    private static final long ROOT_3 = 0xbb67ae8584caa73bL;
    private static final long ROOT_5 = 0x3c6ef372fe94f82bL;

    private final long first;
    private final long second;
    private final long third;

    FoldedHash(long seed) {
        first = fold(seed ^ ROOT_2, ROOT_3);
        second = fold(seed ^ ROOT_3, ROOT_5);
        third = fold(seed ^ ROOT_5, ROOT_2);
    }

    private static long fold(long a, long b) {
        return Math.multiplyHigh(a, b) ^ (a * b);
    }

    @Override
    public int hash(byte[] key, int offset, int length) {
        long state = first ^ length;
        int at = offset;
        int left = length;
        for (; left > 16; left -= 16, at += 16) {
            state = fold((long) WORD.get(key, at) ^ second, (long) WORD.get(key, at + 8) ^ state);
        }
        state = fold(lowTail(key, at, left) ^ second, highTail(key, at, left) ^ state);
        state = fold(state ^ third, ROOT_5 ^ length);
        return (int) (state ^ state >>> 32);
    }

    /** The first bytes of the last 16 or fewer. */
    private static long lowTail(byte[] key, int at, int left) {
        if (left >= 8) {
            return (long) WORD.get(key, at);
        }
        return left >= 4 ? (int) HALF.get(key, at) & 0xffffffffL : small(key, at, left);
    }

    /** The last of them; both tails overlap when there are fewer than 16. */
    private static long highTail(byte[] key, int at, int left) {
        if (left >= 8) {
            return (long) WORD.get(key, at + left - 8);
        }
        return left >= 4 ? (int) HALF.get(key, at + left - 4) & 0xffffffffL : 0;
    }

    private static long small(byte[] key, int at, int left) {
        return left == 0
                ? 0
                : (key[at] & 0xffL) | (key[at + left / 2] & 0xffL) << 8 | (key[at + left - 1] & 0xffL) << 16;
    }
}
