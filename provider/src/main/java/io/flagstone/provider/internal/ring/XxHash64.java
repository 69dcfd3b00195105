package io.flagstone.provider.internal.ring;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * XXH64 with seed 0, the same on every machine.
 *
 * <p>Source: Yann Collet, xxHash fast digest algorithm, {@code doc/xxhash_spec.md}, version 0.1.1.
 */
public final class XxHash64 {

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private static final long PRIME_1 = 0x9E3779B185EBCA87L;
    private static final long PRIME_2 = 0xC2B2AE3D27D4EB4FL;
    private static final long PRIME_3 = 0x165667B19E3779F9L;
    private static final long PRIME_4 = 0x85EBCA77C2B2AE63L;
    private static final long PRIME_5 = 0x27D4EB2F165667C5L;

    private static final int STRIPE = 32;

    private XxHash64() {}

    public static long hash(byte[] bytes) {
        return hash(bytes, 0, bytes.length);
    }

    public static long hash(byte[] bytes, int offset, int length) {
        int at = offset;
        int end = offset + length;
        long hash;
        if (length >= STRIPE) {
            int lastStripe = end - STRIPE;
            long a = Long.sum(PRIME_1, PRIME_2);
            long b = PRIME_2;
            long c = 0;
            long d = -PRIME_1;
            do {
                a = round(a, longAt(bytes, at));
                b = round(b, longAt(bytes, at + 8));
                c = round(c, longAt(bytes, at + 16));
                d = round(d, longAt(bytes, at + 24));
                at += STRIPE;
            } while (at <= lastStripe);
            hash = Long.rotateLeft(a, 1) + Long.rotateLeft(b, 7) + Long.rotateLeft(c, 12) + Long.rotateLeft(d, 18);
            hash = merge(merge(merge(merge(hash, a), b), c), d);
        } else {
            hash = PRIME_5;
        }
        return avalanche(tail(hash + length, bytes, at, end));
    }

    /** Mixes a number into a hash: what {@link #hash} does with eight bytes. */
    public static long mix(long hash, long number) {
        return avalanche(Long.rotateLeft(hash ^ round(0, number), 27) * PRIME_1 + PRIME_4);
    }

    private static long tail(long start, byte[] bytes, int from, int end) {
        long hash = start;
        int at = from;
        for (; at + Long.BYTES <= end; at += Long.BYTES) {
            hash = Long.rotateLeft(hash ^ round(0, longAt(bytes, at)), 27) * PRIME_1 + PRIME_4;
        }
        if (at + Integer.BYTES <= end) {
            hash = Long.rotateLeft(hash ^ ((int) INTS.get(bytes, at) & 0xFFFF_FFFFL) * PRIME_1, 23) * PRIME_2 + PRIME_3;
            at += Integer.BYTES;
        }
        for (; at < end; at++) {
            hash = Long.rotateLeft(hash ^ (bytes[at] & 0xFF) * PRIME_5, 11) * PRIME_1;
        }
        return hash;
    }

    private static long avalanche(long start) {
        long hash = start;
        hash = (hash ^ (hash >>> 33)) * PRIME_2;
        hash = (hash ^ (hash >>> 29)) * PRIME_3;
        return hash ^ (hash >>> 32);
    }

    private static long round(long accumulator, long lane) {
        return Long.rotateLeft(accumulator + lane * PRIME_2, 31) * PRIME_1;
    }

    private static long merge(long hash, long accumulator) {
        return (hash ^ round(0, accumulator)) * PRIME_1 + PRIME_4;
    }

    private static long longAt(byte[] bytes, int at) {
        return (long) LONGS.get(bytes, at);
    }
}
