package io.flagstone.server.tool.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;

/**
 * Bytes of keys and values as words that neither a terminal nor a line takes for anything else: what is printable UTF-8
 * stands for itself, a backslash is doubled, everything else is {@code \t}, {@code \n}, {@code \r} or {@code \xNN}.
 */
public final class KeyText {
    private static final String HEX = "0123456789ABCDEF";

    private KeyText() {}

    /** Bytes as a word. */
    public static String escape(byte[] bytes) {
        StringBuilder word = new StringBuilder(bytes.length);
        try {
            String text = UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            text.codePoints().forEach(one -> append(word, one));
        } catch (CharacterCodingException e) {
            for (byte one : bytes) {
                if (one < 0) {
                    hex(word, one);
                } else {
                    append(word, one);
                }
            }
        }
        return word.toString();
    }

    private static void append(StringBuilder word, int one) {
        switch (one) {
            case '\\' -> word.append("\\\\");
            case '\t' -> word.append("\\t");
            case '\n' -> word.append("\\n");
            case '\r' -> word.append("\\r");
            default -> {
                if (isPlain(one)) {
                    word.appendCodePoint(one);
                } else {
                    for (byte part : Character.toString(one).getBytes(UTF_8)) {
                        hex(word, part);
                    }
                }
            }
        }
    }

    /** Marks that turn the direction of writing are not, nor are blanks of any kind. */
    private static boolean isPlain(int one) {
        return switch (Character.getType(one)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.SPACE_SEPARATOR,
                    Character.PRIVATE_USE,
                    Character.SURROGATE,
                    Character.UNASSIGNED -> false;
            default -> true;
        };
    }

    private static void hex(StringBuilder word, byte one) {
        word.append("\\x").append(HEX.charAt(one >>> 4 & 15)).append(HEX.charAt(one & 15));
    }

    /**
     * A part of a line as bytes.
     *
     * @throws IllegalArgumentException when a backslash is followed by what is none of the above
     */
    public static byte[] unescape(byte[] line, int from, int to) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(to - from);
        int at = from;
        while (at < to) {
            if (line[at] != '\\') {
                bytes.write(line[at++]);
                continue;
            }
            int mark = at + 1 < to ? line[at + 1] : 0;
            if (mark == 'x') {
                bytes.write(digit(line, at + 2, to) << 4 | digit(line, at + 3, to));
                at += 4;
            } else {
                bytes.write(meant(mark));
                at += 2;
            }
        }
        return bytes.toByteArray();
    }

    private static int meant(int mark) {
        return switch (mark) {
            case '\\' -> '\\';
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'r' -> '\r';
            default -> throw wrongEscape();
        };
    }

    private static int digit(byte[] line, int at, int to) {
        int digit = at < to ? Character.digit(line[at], 16) : -1;
        if (digit < 0) {
            throw wrongEscape();
        }
        return digit;
    }

    private static IllegalArgumentException wrongEscape() {
        return new IllegalArgumentException("a backslash is not followed by \\, t, n, r or xNN");
    }
}
