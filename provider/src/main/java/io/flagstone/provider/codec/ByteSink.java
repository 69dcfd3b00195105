package io.flagstone.provider.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Bytes being written, big-endian. */
final class ByteSink {

    private byte[] bytes;
    private int length;

    ByteSink(int capacity) {
        bytes = new byte[Math.max(16, capacity)];
    }

    void u8(int value) {
        room(1);
        bytes[length++] = (byte) value;
    }

    void i32(int value) {
        room(4);
        for (int shift = 24; shift >= 0; shift -= 8) {
            bytes[length++] = (byte) (value >>> shift);
        }
    }

    void i64(long value) {
        i32((int) (value >>> 32));
        i32((int) value);
    }

    /** A length or count: seven bits a byte, the lowest first, the eighth set while more follow. */
    void count(int value) {
        int rest = value;
        while (rest > 0x7F) {
            u8(rest | 0x80);
            rest >>>= 7;
        }
        u8(rest);
    }

    void bytes(byte[] more) {
        room(more.length);
        System.arraycopy(more, 0, bytes, length, more.length);
        length += more.length;
    }

    void counted(byte[] more) {
        count(more.length);
        bytes(more);
    }

    void text(String text) {
        counted(text.getBytes(StandardCharsets.UTF_8));
    }

    byte[] toBytes() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    private void room(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
        }
    }
}
