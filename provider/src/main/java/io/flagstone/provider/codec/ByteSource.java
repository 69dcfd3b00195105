package io.flagstone.provider.codec;

import io.flagstone.provider.failure.NotDecodable;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Bytes being read, the counterpart of {@link ByteSink}. Every length is checked before memory is taken. */
final class ByteSource {

    /** Where the fifth byte of a count goes, and what is left for it of 31 bits. */
    private static final int LAST_SHIFT = 28;

    private static final int LAST_PART = 7;

    private final ByteBuffer bytes;

    ByteSource(ByteBuffer bytes) {
        this.bytes = bytes;
    }

    int u8() {
        need(1);
        return bytes.get() & 0xFF;
    }

    int i32() {
        need(4);
        return bytes.getInt();
    }

    long i64() {
        need(8);
        return bytes.getLong();
    }

    /** The number of elements that follow; each of them has at least one byte. */
    int count() {
        int value = 0;
        for (int shift = 0; shift <= LAST_SHIFT; shift += 7) {
            int part = u8();
            if (shift == LAST_SHIFT && (part & 0x7F) > LAST_PART) {
                throw damaged();
            }
            value |= (part & 0x7F) << shift;
            if ((part & 0x80) == 0) {
                need(value);
                return value;
            }
        }
        throw damaged();
    }

    byte[] bytes(int count) {
        need(count);
        byte[] copy = new byte[count];
        bytes.get(copy);
        return copy;
    }

    byte[] counted() {
        return bytes(count());
    }

    String text() {
        return new String(counted(), StandardCharsets.UTF_8);
    }

    void end() {
        if (bytes.hasRemaining()) {
            throw damaged();
        }
    }

    private void need(int count) {
        if (count < 0 || count > bytes.remaining()) {
            throw damaged();
        }
    }

    static NotDecodable damaged() {
        return new NotDecodable("stored bytes are damaged: they do not have the form that their tag announces");
    }
}
