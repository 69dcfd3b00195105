package io.flagstone.server.internal.hash;

import io.flagstone.server.store.KeyHash;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * MurmurHash3, the 32-bit variant (Appleby, public domain), seeded. Here for those who carry memcached's
 * {@code hash_algorithm=murmur3} along; unlike the default its seed does not keep a determined attacker out.
 */
final class Murmur3Hash implements KeyHash {
    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int C1 = 0xcc9e2d51;
    private static final int C2 = 0x1b873593;

    private final int seed;

    Murmur3Hash(long seed) {
        this.seed = (int) (seed ^ seed >>> 32);
    }

    @Override
    public int hash(byte[] key, int offset, int length) {
        int state = seed;
        int whole = length & ~3;
        for (int i = 0; i < whole; i += 4) {
            state ^= scramble((int) WORD.get(key, offset + i));
            state = Integer.rotateLeft(state, 13) * 5 + 0xe6546b64;
        }
        int tail = 0;
        for (int i = length - 1; i >= whole; i--) {
            tail = (tail << 8) | (key[offset + i] & 0xff);
        }
        return finish(state ^ scramble(tail) ^ length);
    }

    private static int scramble(int word) {
        return Integer.rotateLeft(word * C1, 15) * C2;
    }

    private static int finish(int state) {
        int mixed = (state ^ state >>> 16) * 0x85ebca6b;
        mixed = (mixed ^ mixed >>> 13) * 0xc2b2ae35;
        return mixed ^ mixed >>> 16;
    }
}
