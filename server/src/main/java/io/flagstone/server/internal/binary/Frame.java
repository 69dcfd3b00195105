package io.flagstone.server.internal.binary;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * Layout of a frame. Numbers are big-endian and, but for none, unsigned.
 *
 * <pre>
 *      +0              +1              +2              +3
 *     +---------------+---------------+-------------------------------+
 *   0 | magic         | opcode        | key length                    |
 *     +---------------+---------------+-------------------------------+
 *   4 | extras length | data type     | request: bucket; reply: status|
 *     +---------------+---------------+-------------------------------+
 *   8 | body length = extras + key + value                            |
 *     +---------------------------------------------------------------+
 *  12 | opaque: comes back as it was sent                             |
 *     +---------------------------------------------------------------+
 *  16 | CAS number                                                    |
 *     |                                                               |
 *     +---------------------------------------------------------------+
 *  24 | extras, key, value: as long as the header says                |
 * </pre>
 *
 * <p>Extras, of 32 bits where nothing else is said: {@code set add replace} flags, expiry; {@code incr decr} delta
 * (64), initial value (64), expiry; {@code touch gat flush} expiry; a value in a reply has its flags.
 */
public final class Frame {
    /** First byte of a request; no text command begins with it. */
    public static final byte REQUEST = (byte) 0x80;

    /** First byte of a reply. */
    static final byte REPLY = (byte) 0x81;
    /** Bytes of the header. */
    static final int HEADER = 24;
    /** Bytes of the extras that come with a value. */
    static final int FLAGS = 4;
    /** Longest body that is believed, bytes: the largest item there can be. */
    static final int BODY_MAX = 1 << 30;

    static final int OPCODE = 1;
    static final int KEY_LENGTH = 2;
    static final int EXTRAS_LENGTH = 4;
    static final int STATUS = 6;
    static final int BODY_LENGTH = 8;
    static final int OPAQUE = 12;
    static final int CAS = 16;

    private static final VarHandle SHORTS = MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private Frame() {}

    /** The 16 bits at this place. */
    static int unsigned16(byte[] bytes, int at) {
        return (short) SHORTS.get(bytes, at) & 0xffff;
    }

    /** The 32 bits at this place, as they are. */
    static int raw32(byte[] bytes, int at) {
        return (int) INTS.get(bytes, at);
    }

    /** The 32 bits at this place, as a number. */
    static long unsigned32(byte[] bytes, int at) {
        return raw32(bytes, at) & 0xffffffffL;
    }

    /** The 64 bits at this place. */
    static long raw64(byte[] bytes, int at) {
        return (long) LONGS.get(bytes, at);
    }

    /** Puts 16 bits. */
    static void put16(byte[] bytes, int at, int value) {
        SHORTS.set(bytes, at, (short) value);
    }

    /** Puts 32 bits. */
    static void put32(byte[] bytes, int at, int value) {
        INTS.set(bytes, at, value);
    }

    /** Puts 64 bits. */
    static void put64(byte[] bytes, int at, long value) {
        LONGS.set(bytes, at, value);
    }
}
