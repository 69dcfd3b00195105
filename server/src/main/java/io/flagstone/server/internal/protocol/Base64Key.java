package io.flagstone.server.internal.protocol;

import java.util.Arrays;

/** Keys in base64 (RFC 4648, with padding), decoded and encoded without allocating. */
public final class Base64Key {
    private static final byte[] LETTERS =
            Text.ascii("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/");
    private static final byte[] VALUES = new byte[256];

    static {
        Arrays.fill(VALUES, (byte) -1);
        for (int i = 0; i < LETTERS.length; i++) {
            VALUES[LETTERS[i]] = (byte) i;
        }
    }

    private Base64Key() {}

    /** Decodes {@code [from, to)}; answers the decoded length, or -1 when it is not base64 or longer than a key. */
    public static int decode(byte[] source, int from, int to, byte[] target) {
        int length = to - from;
        if (length == 0 || length % 4 != 0 || length > Limits.ENCODED_KEY) {
            return -1;
        }
        int padding = source[to - 1] != '=' ? 0 : source[to - 2] != '=' ? 1 : 2;
        int decoded = length / 4 * 3 - padding;
        int out = 0;
        for (int at = from; at < to; at += 4) {
            boolean last = at + 4 == to;
            int group = group(source, at, last ? padding : 0);
            if (group < 0 || decoded > Limits.KEY) {
                return -1;
            }
            out = unpack(group, target, out, decoded);
        }
        return decoded;
    }

    private static int group(byte[] source, int at, int padding) {
        int group = 0;
        for (int i = 0; i < 4; i++) {
            int value = i >= 4 - padding ? 0 : VALUES[source[at + i] & 0xff];
            if (value < 0) {
                return -1;
            }
            group = group << 6 | value;
        }
        return group;
    }

    private static int unpack(int group, byte[] target, int from, int length) {
        int out = from;
        for (int shift = 16; shift >= 0 && out < length; shift -= 8) {
            target[out++] = (byte) (group >>> shift);
        }
        return out;
    }

    /** Appends the encoded form; room for it must have been reserved. */
    public static void encode(byte[] source, int from, int to, ReplyBuffer reply) {
        for (int at = from; at < to; at += 3) {
            int left = to - at;
            int group = (source[at] & 0xff) << 16
                    | (left > 1 ? (source[at + 1] & 0xff) << 8 : 0)
                    | (left > 2 ? source[at + 2] & 0xff : 0);
            reply.put(LETTERS[group >>> 18]);
            reply.put(LETTERS[group >>> 12 & 63]);
            reply.put(left > 1 ? LETTERS[group >>> 6 & 63] : (byte) '=');
            reply.put(left > 2 ? LETTERS[group & 63] : (byte) '=');
        }
    }
}
