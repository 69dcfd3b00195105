package io.flagstone.server.internal.net;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/** Input a connection has received and cannot use yet: the beginning of a line, or all of it while it is held up. */
final class HeldInput {
    private static final byte[] EMPTY = {};
    private static final int FIRST = 256;
    /** What is kept for the next time once it is empty. */
    private static final int KEPT_MAX = 4096;

    private byte[] bytes = EMPTY;
    private int length;

    int length() {
        return length;
    }

    byte[] bytes() {
        return bytes;
    }

    private void grow(int more) {
        if (length + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(FIRST, Math.max(length + more, 2 * bytes.length)));
        }
    }

    /** Adds all that can be read. */
    void add(ByteBuf source) {
        int count = source.readableBytes();
        grow(count);
        source.readBytes(bytes, length, count);
        length += count;
    }

    /** Holds these bytes and nothing else. */
    void set(byte[] source, int from, int to) {
        length = 0;
        grow(to - from);
        System.arraycopy(source, from, bytes, 0, to - from);
        length = to - from;
        if (length == 0 && bytes.length > KEPT_MAX) {
            bytes = EMPTY;
        }
    }

    /** Drops the first {@code count} bytes. */
    void drop(int count) {
        if (count == length && bytes.length > KEPT_MAX) {
            bytes = EMPTY;
        } else {
            System.arraycopy(bytes, count, bytes, 0, length - count);
        }
        length -= count;
    }

    /** Drops everything. */
    void clear() {
        bytes = EMPTY;
        length = 0;
    }
}
