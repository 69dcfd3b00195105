package io.flagstone.bench.node;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Writes requests and checks replies, in one of memcached's two text protocols. */
abstract sealed class Dialect permits ClassicDialect, MetaDialect {
    private static final int SHOWN = 60;

    final Payload payload;

    Dialect(Payload payload) {
        this.payload = payload;
    }

    static Dialect of(Workload workload, Payload payload) {
        return workload.isMeta() ? new MetaDialect(payload) : new ClassicDialect(payload);
    }

    /** The longest reply to one key, which the buffer must hold. */
    abstract int longestReply();

    /** Asks for the keys. */
    abstract void putRead(ByteBuffer out, KeyRange keys);

    /** Stores the value of this key. */
    abstract void putStore(ByteBuffer out, int key);

    /**
     * Checks the reply to a read, as far as it is there, and moves past what it has checked. What has been found is
     * counted in the range.
     *
     * @return whether the reply is complete
     * @throws WrongReply if it is not what it has to be
     */
    abstract boolean readReply(ByteBuffer in, KeyRange keys);

    /**
     * Checks the reply to a store and moves past it.
     *
     * @return whether the reply is complete
     * @throws WrongReply if it is not what it has to be
     */
    abstract boolean storeReply(ByteBuffer in);

    static boolean lineIs(ByteBuffer in, byte[] line) {
        if (in.remaining() < line.length) {
            return false;
        }
        if (!startsWith(in, line)) {
            throw wrong(new String(line, StandardCharsets.US_ASCII).strip(), in);
        }
        skip(in, line.length);
        return true;
    }

    static boolean startsWith(ByteBuffer in, byte[] text) {
        if (in.remaining() < text.length) {
            return false;
        }
        for (int i = 0; i < text.length; i++) {
            if (in.get(in.position() + i) != text[i]) {
                return false;
            }
        }
        return true;
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    static void skip(ByteBuffer in, int bytes) {
        in.position(in.position() + bytes);
    }

    static WrongReply wrong(String expected, ByteBuffer in) {
        byte[] start = new byte[Math.min(SHOWN, in.remaining())];
        in.get(in.position(), start);
        return new WrongReply(
                "expected " + expected + ", got: " + new String(start, StandardCharsets.ISO_8859_1).strip());
    }
}
