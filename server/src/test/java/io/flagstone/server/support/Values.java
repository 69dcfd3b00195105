package io.flagstone.server.support;

import java.util.Arrays;

/** Values whose every byte follows from a seed and their length, so that a torn or mixed one is noticed. */
public final class Values {
    private Values() {}

    public static byte[] of(long seed, int length) {
        byte[] value = new byte[length];
        long state = seed * 0x9e3779b97f4a7c15L + length;
        for (int i = 0; i < length; i++) {
            state ^= state << 13;
            state ^= state >>> 7;
            state ^= state << 17;
            value[i] = (byte) state;
        }
        return value;
    }

    /** Starts with its own seed and length in words, so that a reader can check it without knowing it. */
    public static byte[] selfDescribing(long seed, int length) {
        byte[] head = Wire.bytes(seed + " " + length + " ");
        byte[] value = of(seed, length);
        System.arraycopy(head, 0, value, 0, head.length);
        return value;
    }

    public static boolean isWhole(byte[] value) {
        String head = Wire.text(Arrays.copyOf(value, Math.min(40, value.length)));
        String[] words = head.split(" ", 3);
        long seed = Long.parseLong(words[0]);
        int length = Integer.parseInt(words[1]);
        return length == value.length && Arrays.equals(value, selfDescribing(seed, length));
    }
}
