package io.flagstone.server.internal.protocol;

/** Keys as dumps and logs write them, after RFC 3986: letters, digits and four marks stand for themselves. */
public final class UriKey {
    /** Bytes that one byte of a key may become. */
    public static final int GROWTH = 3;

    private static final byte[] HEX = Text.ascii("0123456789ABCDEF");

    private UriKey() {}

    /** Writes {@code [from, to)} to {@code target} from {@code at} on; answers where it stopped. */
    public static int encode(byte[] key, int from, int to, byte[] target, int at) {
        int end = at;
        for (int i = from; i < to; i++) {
            byte one = key[i];
            if (isPlain(one)) {
                target[end++] = one;
            } else {
                target[end++] = '%';
                target[end++] = HEX[one >>> 4 & 15];
                target[end++] = HEX[one & 15];
            }
        }
        return end;
    }

    private static boolean isPlain(byte one) {
        return (one >= 'a' && one <= 'z')
                || (one >= 'A' && one <= 'Z')
                || (one >= '0' && one <= '9')
                || one == '-'
                || one == '_'
                || one == '.'
                || one == '~';
    }
}
