package io.flagstone.server.internal.binary;

import io.flagstone.server.internal.protocol.ReplyBuffer;

/** Writes replies to one request after the other. */
final class Answers {
    /** Bytes of a long value that are appended at a time. */
    private static final int PIECE = 16 * 1024;

    private final ReplyBuffer reply;
    private byte opcode;
    private int opaque;

    Answers(ReplyBuffer reply) {
        this.reply = reply;
    }

    /** What follows answers a request with this opcode and opaque. */
    void to(byte requestOpcode, int requestOpaque) {
        opcode = requestOpcode;
        opaque = requestOpaque;
    }

    /** Success, and nothing to tell but the item's CAS number; 0 where there is no item. */
    void done(long cas) {
        header(Status.DONE, 0, 0, 0, cas);
    }

    /** A failure in its usual words. */
    void error(Status status) {
        byte[] text = status.text();
        header(status, 0, 0, text.length, 0);
        reply.put(text);
    }

    /**
     * Appends a header; what it announces is appended by the caller, for which this has made room, but for a value.
     *
     * @param value bytes of the value, for which there is room if they are at most {@code ReplyBuffer.CAPACITY} less
     *     what else there is
     */
    void header(Status status, int extras, int key, int value, long cas) {
        header(status, extras, key, value, value, cas);
    }

    /** As {@link #header(Status, int, int, int, long)}, with room for so many bytes of the value only. */
    void header(Status status, int extras, int key, int value, int room, long cas) {
        reply.reserve(Frame.HEADER + extras + key + room);
        byte[] bytes = reply.array();
        int at = reply.position();
        bytes[at] = Frame.REPLY;
        bytes[at + Frame.OPCODE] = opcode;
        Frame.put16(bytes, at + Frame.KEY_LENGTH, key);
        // The byte behind the extras' length is the data type, which is always 0.
        Frame.put16(bytes, at + Frame.EXTRAS_LENGTH, extras << Byte.SIZE);
        Frame.put16(bytes, at + Frame.STATUS, status.code());
        Frame.put32(bytes, at + Frame.BODY_LENGTH, extras + key + value);
        Frame.put32(bytes, at + Frame.OPAQUE, opaque);
        Frame.put64(bytes, at + Frame.CAS, cas);
        reply.advance(Frame.HEADER);
    }

    /** A statistic: its name as the key, its value however long. */
    void statistic(byte[] name, byte[] value) {
        header(Status.DONE, 0, name.length, value.length, 0, 0);
        put(name, 0, name.length);
        for (int from = 0; from < value.length; from += PIECE) {
            int count = Math.min(PIECE, value.length - from);
            reply.reserve(count);
            put(value, from, count);
        }
    }

    /** Appends 32 bits. */
    void put32(int value) {
        Frame.put32(reply.array(), reply.position(), value);
        reply.advance(Integer.BYTES);
    }

    /** Appends 64 bits. */
    void put64(long value) {
        Frame.put64(reply.array(), reply.position(), value);
        reply.advance(Long.BYTES);
    }

    /** Appends bytes. */
    void put(byte[] source, int from, int length) {
        reply.put(source, from, from + length);
    }
}
