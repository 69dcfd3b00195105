package io.flagstone.server.internal.protocol;

import java.nio.charset.StandardCharsets;

/** Turns constants of the source into bytes of the wire. */
public final class Text {
    private Text() {}

    /** The bytes of an ASCII text. */
    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** The bytes of a reply line. */
    static byte[] line(String text) {
        return ascii(text + "\r\n");
    }
}
