package io.flagstone.server.support;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A request of the binary protocol, part by part. Lengths follow from the parts, so a wrong one is made by changing the
 * bytes.
 */
public record Ask(int opcode, byte[] extras, String key, String value, long cas, int opaque) {
    public static final int HEADER = 24;
    private static final byte[] NONE = {};

    public static Ask of(int opcode) {
        return new Ask(opcode, NONE, "", "", 0, 0);
    }

    public static Ask of(int opcode, String key) {
        return new Ask(opcode, NONE, key, "", 0, 0);
    }

    /** set, add, replace and their quiet kin. */
    public static Ask store(int opcode, String key, String value, int flags, int expiry) {
        return new Ask(opcode, ints(flags, expiry), key, value, 0, 0);
    }

    public static Ask set(String key, String value) {
        return store(0x01, key, value, 0, 0);
    }

    public static Ask get(String key) {
        return of(0x00, key);
    }

    public static Ask noop() {
        return of(0x0a);
    }

    /** append, prepend. */
    public static Ask join(int opcode, String key, String value) {
        return of(opcode, key).withValue(value);
    }

    /** incr, decr. */
    public static Ask count(int opcode, String key, long delta, long initial, int expiry) {
        byte[] extras = ByteBuffer.allocate(20)
                .putLong(delta)
                .putLong(initial)
                .putInt(expiry)
                .array();
        return new Ask(opcode, extras, key, "", 0, 0);
    }

    /** touch, gat, gatk, flush: with an expiry. */
    public static Ask timed(int opcode, String key, int expiry) {
        return new Ask(opcode, ints(expiry), key, "", 0, 0);
    }

    private static byte[] ints(int... numbers) {
        ByteBuffer extras = ByteBuffer.allocate(numbers.length * Integer.BYTES);
        for (int number : numbers) {
            extras.putInt(number);
        }
        return extras.array();
    }

    public Ask withCas(long number) {
        return new Ask(opcode, extras, key, value, number, opaque);
    }

    public Ask withOpaque(int number) {
        return new Ask(opcode, extras, key, value, cas, number);
    }

    public Ask withValue(String text) {
        return new Ask(opcode, extras, key, text, cas, opaque);
    }

    public Ask withExtras(int count) {
        return new Ask(opcode, new byte[count], key, value, cas, opaque);
    }

    public byte[] bytes() {
        int body = extras.length + key.length() + value.length();
        return ByteBuffer.allocate(HEADER + body)
                .put((byte) 0x80)
                .put((byte) opcode)
                .putShort((short) key.length())
                .put((byte) extras.length)
                .put((byte) 0)
                .putShort((short) 0)
                .putInt(body)
                .putInt(opaque)
                .putLong(cas)
                .put(extras)
                .put(Wire.bytes(key))
                .put(Wire.bytes(value))
                .array();
    }

    /** Several requests in one piece. */
    public static byte[] bytes(Ask... asks) {
        return bytes(List.of(asks));
    }

    /** Several requests in one piece. */
    public static byte[] bytes(Iterable<Ask> asks) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (Ask ask : asks) {
            all.writeBytes(ask.bytes());
        }
        return all.toByteArray();
    }
}
