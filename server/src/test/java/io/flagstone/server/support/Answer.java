package io.flagstone.server.support;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** A reply of the binary protocol, taken apart; extras in hexadecimal digits. */
public record Answer(int opcode, int status, String extras, String key, String value, long cas, int opaque) {
    /** All replies in these bytes, which hold whole ones. */
    public static List<Answer> all(byte[] bytes) {
        List<Answer> answers = new ArrayList<>();
        ByteBuffer in = ByteBuffer.wrap(bytes);
        while (in.hasRemaining()) {
            answers.add(read(in));
        }
        return answers;
    }

    private static Answer read(ByteBuffer in) {
        int magic = in.get() & 0xff;
        int opcode = in.get() & 0xff;
        int keyLength = in.getShort() & 0xffff;
        int extrasLength = in.get() & 0xff;
        int dataType = in.get();
        int status = in.getShort() & 0xffff;
        int body = in.getInt();
        int opaque = in.getInt();
        long cas = in.getLong();
        if (magic != 0x81 || dataType != 0) {
            throw new AssertionError("not a reply: magic " + magic + ", data type " + dataType);
        }
        byte[] extras = new byte[extrasLength];
        in.get(extras);
        return new Answer(
                opcode,
                status,
                HexFormat.of().formatHex(extras),
                text(in, keyLength),
                text(in, body - extrasLength - keyLength),
                cas,
                opaque);
    }

    private static String text(ByteBuffer in, int length) {
        byte[] text = new byte[length];
        in.get(text);
        return Wire.text(text);
    }

    /** Opcode and status, then the parts that are there, without CAS number and opaque. */
    public String form() {
        StringBuilder form = new StringBuilder("%02x:%02x".formatted(opcode, status));
        part(form, " x=", extras);
        part(form, " k=", key);
        part(form, " ", value);
        return form.toString();
    }

    private static void part(StringBuilder form, String name, String part) {
        if (!part.isEmpty()) {
            form.append(name).append(part);
        }
    }

    /** The number in the value of an answer to incr or decr. */
    public long number() {
        return ByteBuffer.wrap(Wire.bytes(value)).getLong();
    }
}
