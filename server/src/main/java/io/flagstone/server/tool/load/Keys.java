package io.flagstone.server.tool.load;

import org.jspecify.annotations.Nullable;

/** What a key may be in the text protocol. */
final class Keys {
    private static final int LONGEST = 250;

    private Keys() {}

    /** What is wrong with a key; null for nothing. */
    static @Nullable String fault(byte[] key) {
        if (key.length == 0 || key.length > LONGEST) {
            return "a key is 1 to " + LONGEST + " bytes long; this has " + key.length;
        }
        for (byte one : key) {
            if ((one >= 0 && one <= ' ') || one == 0x7f) {
                return "a key has no blanks and no control characters";
            }
        }
        return null;
    }
}
