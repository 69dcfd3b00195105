package io.flagstone.testkit.fuzz;

import java.util.Arrays;

/**
 * A stream of bytes, and where the network cuts it, out of one input.
 *
 * <pre>
 *   u8 cuts, modulo 16; u16 each, modulo the length of the stream; the stream
 * </pre>
 *
 * @param stream all of it
 * @param cuts ends of pieces, in order
 */
public record Pieces(byte[] stream, int[] cuts) {
    private static final int MOST = 16;

    /** The pieces that an input stands for. */
    public static Pieces of(byte[] input) {
        int wanted = input.length == 0 ? 0 : (input[0] & 0xFF) % MOST;
        int count = Math.min(wanted, Math.max(0, input.length - 1) / 2);
        int head = Math.min(input.length, 1 + 2 * count);
        byte[] stream = Arrays.copyOfRange(input, head, input.length);
        int[] cuts = new int[stream.length == 0 ? 0 : count];
        for (int i = 0; i < cuts.length; i++) {
            int place = ((input[1 + 2 * i] & 0xFF) << 8) | (input[2 + 2 * i] & 0xFF);
            cuts[i] = place % stream.length;
        }
        Arrays.sort(cuts);
        return new Pieces(stream, cuts);
    }

    /** An input that stands for this stream, cut in a few places. */
    public static byte[] input(byte[] stream) {
        byte[] input = new byte[7 + stream.length];
        input[0] = 3;
        for (int i = 0; i < 3; i++) {
            int cut = stream.length * (i + 1) / 4;
            input[1 + 2 * i] = (byte) (cut >> 8);
            input[2 + 2 * i] = (byte) cut;
        }
        System.arraycopy(stream, 0, input, 7, stream.length);
        return input;
    }
}
