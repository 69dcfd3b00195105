package io.flagstone.provider.config;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.flagstone.provider.failure.ConfigurationProblem;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the values of settings. Every complaint names the key, the value, where it was written and what is allowed.
 */
public final class SettingText {

    private static final Map<String, Long> SIZE_UNITS = Map.of(
            "", 1L, "b", 1L, "k", 1L << 10, "kb", 1L << 10, "m", 1L << 20, "mb", 1L << 20, "g", 1L << 30, "gb",
            1L << 30);
    private static final Map<String, Long> TIME_UNITS_MILLIS =
            Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

    /** Stands for a text that is no number. */
    private static final long NONE = -1;

    private static final Pattern SEPARATORS = Pattern.compile("[,;\\s]+");

    private SettingText() {}

    /**
     * The time that a text stands for as all settings write it, a whole number and a unit: {@code 250ms}, {@code 5s},
     * {@code 2m}, {@code 12h}, {@code 7d}. For adapters with settings of their own.
     *
     * @return null when it stands for none, or for more milliseconds than a long holds
     */
    public static @Nullable Duration time(String text) {
        long millis = scaled(text, TIME_UNITS_MILLIS);
        return millis < 0 ? null : Duration.ofMillis(millis);
    }

    /** A number with a unit of time: {@code 250ms}, {@code 5s}, {@code 2m}, {@code 12h}, {@code 7d}. */
    static Duration duration(SettingValue value, Duration least, Duration most) {
        return duration(value, least, most, "");
    }

    private static Duration duration(SettingValue value, Duration least, Duration most, String besides) {
        String allowed =
                besides + "a time from " + text(least) + " to " + text(most) + ", such as 250ms, 5s, 10m, 2h, 1d";
        long millis = scaled(value.text(), TIME_UNITS_MILLIS);
        if (millis < least.toMillis() || millis > most.toMillis()) {
            throw refused(value, allowed);
        }
        return Duration.ofMillis(millis);
    }

    /** A time, or nothing for this word. */
    static @Nullable Duration durationOr(String word, SettingValue value, Duration least, Duration most) {
        return value.text().trim().equalsIgnoreCase(word) ? null : duration(value, least, most, word + ", or ");
    }

    /** One of two words: whether it is the second. */
    static boolean second(SettingValue value, String first, String second) {
        String text = value.text().trim();
        if (!text.equalsIgnoreCase(first) && !text.equalsIgnoreCase(second)) {
            throw refused(value, first + " or " + second);
        }
        return text.equalsIgnoreCase(second);
    }

    /** What keys may begin with. */
    static String prefix(SettingValue value, int longest) {
        String text = value.text().trim();
        boolean printable = text.chars().allMatch(c -> c > ' ' && c != 0x7F);
        if (!printable || !UTF_8.newEncoder().canEncode(text) || text.getBytes(UTF_8).length > longest) {
            throw refused(value, "up to " + longest + " bytes without blanks and control characters");
        }
        return text;
    }

    /** A number of bytes with an optional unit: {@code 4096}, {@code 4k}, {@code 64m}, {@code 1g}. */
    static long size(SettingValue value, long least, long most) {
        String allowed = "a size from " + least + " to " + most + " bytes, such as 4k, 64m, 1g";
        long bytes = scaled(value, SIZE_UNITS, allowed);
        if (bytes < least || bytes > most) {
            throw refused(value, allowed);
        }
        return bytes;
    }

    static int number(SettingValue value, int least, int most) {
        String allowed = "a number from " + least + " to " + most;
        long number = scaled(value, Map.of("", 1L), allowed);
        if (number < least || number > most) {
            throw refused(value, allowed);
        }
        return (int) number;
    }

    static boolean flag(SettingValue value) {
        return switch (value.text().trim().toLowerCase(Locale.ROOT)) {
            case "true", "yes", "on" -> true;
            case "false", "no", "off" -> false;
            default -> throw refused(value, "true or false");
        };
    }

    static <E extends Enum<E>> E choice(SettingValue value, Class<E> type) {
        String wanted = value.text().trim().replace('-', '_');
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(wanted)) {
                return constant;
            }
        }
        throw refused(value, "one of " + names(type));
    }

    /** Parts between commas, semicolons or blanks; empty parts are dropped. */
    static List<String> list(String text) {
        return SEPARATORS.splitAsStream(text).filter(part -> !part.isEmpty()).toList();
    }

    /** A file that can be read. */
    static Path file(SettingValue value) {
        Path path;
        try {
            path = Path.of(value.text().trim());
        } catch (InvalidPathException e) {
            throw refused(value, "the path of a file");
        }
        if (!Files.isReadable(path) || Files.isDirectory(path)) {
            throw refused(value, "a file that can be read");
        }
        return path;
    }

    static ConfigurationProblem refused(SettingValue value, String allowed) {
        return new ConfigurationProblem(
                value.key() + "=" + value.text() + " (" + value.source() + "): allowed is " + allowed);
    }

    private static <E extends Enum<E>> String names(Class<E> type) {
        return String.join(
                ", ",
                Arrays.stream(type.getEnumConstants())
                        .map(e -> e.name().toLowerCase(Locale.ROOT).replace('_', '-'))
                        .toList());
    }

    /** A number of bytes with an optional unit, or a negative number when the text is none. */
    static long bytes(String text) {
        return scaled(text, SIZE_UNITS);
    }

    private static long scaled(SettingValue value, Map<String, Long> units, String allowed) {
        long number = scaled(value.text(), units);
        if (number < 0) {
            throw refused(value, allowed);
        }
        return number;
    }

    private static long scaled(String written, Map<String, Long> units) {
        String text = written.trim().toLowerCase(Locale.ROOT);
        int digits = 0;
        while (digits < text.length() && Character.isDigit(text.charAt(digits))) {
            digits++;
        }
        Long unit = units.get(text.substring(digits).trim());
        if (digits == 0 || unit == null) {
            return NONE;
        }
        try {
            return Math.multiplyExact(Long.parseLong(text.substring(0, digits)), unit);
        } catch (ArithmeticException | NumberFormatException e) {
            return NONE;
        }
    }

    private static String text(Duration duration) {
        long millis = duration.toMillis();
        long[] sizes = {86_400_000, 3_600_000, 60_000, 1_000};
        String[] units = {"d", "h", "m", "s"};
        for (int i = 0; i < sizes.length; i++) {
            if (millis >= sizes[i] && millis % sizes[i] == 0) {
                return millis / sizes[i] + units[i];
            }
        }
        return millis + "ms";
    }
}
