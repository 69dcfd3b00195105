package io.flagstone.provider.internal.trust;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What clients tell each other in an item of a node: text, so that operators can read it. The first line says what it is about;
 * then each line has a word, a blank, and what the word stands for. Lines that are not known are of a later version.
 */
final class Statement {

    private static final Pattern LINE_END = Pattern.compile("\\R");

    private Statement() {}

    /** The text as it may stand in one line. */
    static String oneLine(String text) {
        return LINE_END.matcher(text).replaceAll(" ").strip();
    }

    /**
     * The bytes of a statement.
     *
     * @param lines in turns a word and what it stands for
     */
    static byte[] encoded(String head, String... lines) {
        StringBuilder text = new StringBuilder(head);
        for (int i = 0; i < lines.length; i += 2) {
            text.append('\n').append(lines[i]).append(' ').append(lines[i + 1]);
        }
        return text.append('\n').toString().getBytes(UTF_8);
    }

    /** What each word stands for, or null when these bytes are no statement with that first line. */
    static @Nullable Map<String, String> parse(byte[] bytes, String head) {
        String[] lines = LINE_END.split(new String(bytes, UTF_8), -1);
        Map<String, String> values = new HashMap<>();
        for (String line : lines) {
            int blank = line.indexOf(' ');
            if (blank > 0) {
                values.put(line.substring(0, blank), line.substring(blank + 1).strip());
            }
        }
        return lines[0].equals(head) ? values : null;
    }
}
