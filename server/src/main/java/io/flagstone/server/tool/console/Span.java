package io.flagstone.server.tool.console;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Lengths of time as words: {@code 500ms}, {@code 1s}, {@code 5m}, {@code 1h}; a bare number is seconds. */
public final class Span {
    private static final Pattern WORD = Pattern.compile("(\\d{1,9})(ms|s|m|h|)");

    private Span() {}

    /**
     * Reads one.
     *
     * @throws IllegalArgumentException when it is none, or none at all
     */
    public static Duration parse(String text) {
        Matcher word = WORD.matcher(text);
        if (!word.matches() || Long.parseLong(word.group(1)) == 0) {
            throw new IllegalArgumentException("'" + text + "' is no length of time such as 500ms, 1s, 5m or 1h");
        }
        long number = Long.parseLong(word.group(1));
        return switch (word.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofSeconds(number);
        };
    }

    /** Writes one as it would be given. */
    public static String text(Duration span) {
        long millis = span.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }
}
