package io.flagstone.bench.cache;

import java.nio.ByteBuffer;
import java.util.random.RandomGenerator;
import java.util.zip.CRC32C;

/**
 * Values that say which key they belong to and whether they are whole.
 *
 * <pre>
 *   0        8        16                     size - 4
 *   +--------+--------+----------------------+--------+
 *   | key    | salt   | filler               | CRC32C |
 *   +--------+--------+----------------------+--------+
 * </pre>
 *
 * The salt is random, so that no two values of a key are alike.
 */
final class CheckedValue {
    static final int LEAST_SIZE = 20;
    private static final int SALT = 8;
    private static final int FILLER = 16;
    private static final int CHECKSUM = 4;

    private CheckedValue() {}

    static byte[] of(int key, int size, RandomGenerator random) {
        byte[] value = new byte[size];
        for (int i = FILLER; i < size - CHECKSUM; i++) {
            value[i] = (byte) ('a' + i % 23);
        }
        ByteBuffer.wrap(value)
                .putLong(0, key)
                .putLong(SALT, random.nextLong())
                .putInt(size - CHECKSUM, 0)
                .putInt(size - CHECKSUM, checksum(value));
        return value;
    }

    /** Whether this is a whole value of this key and size. */
    static boolean isRight(byte[] value, int key, int size) {
        if (value.length != size) {
            return false;
        }
        ByteBuffer bytes = ByteBuffer.wrap(value);
        return bytes.getLong(0) == key && bytes.getInt(size - CHECKSUM) == checksum(value);
    }

    private static int checksum(byte[] value) {
        CRC32C crc = new CRC32C();
        crc.update(value, 0, value.length - CHECKSUM);
        return (int) crc.getValue();
    }
}
