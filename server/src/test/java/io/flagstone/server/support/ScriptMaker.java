package io.flagstone.server.support;

import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Makes seeded scripts of commands, valid ones and broken ones, within what every stock memcached and this node must
 * answer alike. Where the two differ on purpose, {@code MemcachedDifferencesIT} says so.
 */
public final class ScriptMaker {
    private static final List<String> KEYS =
            List.of("a", "b", "key:1", "key:2", "counter", "number", "long-" + "k".repeat(200));
    private static final List<String> BINARY_KEYS = List.of("AAEC", "eno=", "/+8=");

    /** Counting stays below 2^63: from there on memcached's answer depends on what a chunk held before. */
    private static final List<String> NUMBERS = List.of("0", "1", "9", "99", "4503599627370497", "12abc", "", "7  ");

    private final Random random;
    private final boolean withArithmetic;
    private final StringBuilder script = new StringBuilder();

    public ScriptMaker(long seed) {
        this(seed, true);
    }

    /** With or without commands that count. */
    public ScriptMaker(long seed, boolean withArithmetic) {
        this.random = new Random(seed);
        this.withArithmetic = withArithmetic;
    }

    /** A script of so many commands. */
    public String make(int commands) {
        script.setLength(0);
        for (int i = 0; i < commands; i++) {
            command();
        }
        return script.toString();
    }

    private String pick(List<String> from) {
        return from.get(random.nextInt(from.size()));
    }

    private String key() {
        return pick(KEYS);
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }

    private void line(String line) {
        script.append(line).append(chance(90) ? "\r\n" : "\n");
    }

    private void command() {
        switch (random.nextInt(withArithmetic ? 22 : 18)) {
            case 0, 1, 2 -> storage();
            case 3, 4, 5 -> retrieval();
            case 6 -> line("delete " + key() + noreply());
            case 7 -> line("touch " + key() + " " + exptime().replace("4000000000", "99") + noreply());
            case 8, 9, 10, 11 -> metaGet();
            case 12, 13, 14 -> metaSet();
            case 15 -> metaDelete();
            case 16 -> broken();
            case 17 -> line(pick(List.of("verbosity 0", "flush_all", "mg " + key() + " s v", "stats reset")));
            case 18, 19 -> metaArithmetic();
            default ->
                line((chance(50) ? "incr " : "decr ") + pick(List.of("counter", "number", "a")) + " "
                        + pick(List.of("1", "5", "100", "9007199254740993", "x", "-1")) + noreply());
        }
    }

    private String noreply() {
        return chance(15) ? " noreply" : "";
    }

    private String exptime() {
        return pick(List.of("0", "100", "-1", "2592000", "2592001", "4000000000"));
    }

    private String value() {
        if (chance(30)) {
            return pick(NUMBERS);
        }
        int length = chance(90) ? random.nextInt(60) : random.nextInt(3000);
        StringBuilder value = new StringBuilder();
        for (int i = 0; i < length; i++) {
            value.append((char) ('a' + random.nextInt(20)));
        }
        return value.toString();
    }

    private void storage() {
        String verb = pick(List.of("set", "set", "add", "replace", "append", "prepend"));
        String value = value();
        line(verb + " " + key() + " " + pick(List.of("0", "7", "4294967295")) + " " + exptime() + " " + value.length()
                + noreply());
        block(value);
    }

    private void block(String value) {
        script.append(value).append(chance(97) ? "\r\n" : "!\n");
    }

    private void retrieval() {
        String verb = pick(List.of("get ", "get ", "gets ", "gat 100 ", "gats 0 "));
        StringBuilder keys = new StringBuilder(verb);
        for (int i = random.nextInt(5); i >= 0; i--) {
            keys.append(key()).append(chance(90) ? " " : "  ");
        }
        line(keys.toString());
    }

    private String flags(String letters, int most) {
        StringBuilder flags = new StringBuilder();
        StringBuilder left = new StringBuilder(letters);
        for (int i = random.nextInt(most + 1); i > 0 && left.length() > 0; i--) {
            int at = random.nextInt(left.length());
            char letter = left.charAt(at);
            left.deleteCharAt(at);
            flags.append(' ').append(letter).append(token(letter));
        }
        return flags.toString();
    }

    private String token(char letter) {
        return switch (letter) {
            case 'O' -> "opaque" + random.nextInt(10);
            case 'T' -> pick(List.of("0", "90", "100"));
            case 'N' -> pick(List.of("0", "60"));
            case 'R' -> pick(List.of("30", "1000"));
            case 'F' -> pick(List.of("0", "5", "4294967295"));
            case 'D' -> pick(List.of("1", "10", "9007199254740993"));
            case 'J' -> pick(List.of("0", "13"));
            case 'C' -> pick(List.of("1", "99999999"));
            default -> "";
        };
    }

    private void metaGet() {
        boolean binary = chance(15);
        String letters = binary ? "cfhklOqstuvRT" : "cfhklOqstuvNRT";
        line("mg " + (binary ? pick(BINARY_KEYS) : key()) + flags(letters, 7) + (binary ? " b" : ""));
    }

    private void metaSet() {
        boolean binary = chance(15);
        String value = value();
        String mode = !binary && chance(30) ? " M" + pick(List.of("E", "A", "P", "R", "S")) : "";
        line("ms " + (binary ? pick(BINARY_KEYS) : key()) + " " + value.length() + flags("cCFIkOqT", 4) + mode
                + (binary ? " b" : ""));
        block(value);
    }

    private void metaDelete() {
        line("md " + key() + flags("CIkOqT", 3));
    }

    private void metaArithmetic() {
        String mode = chance(40) ? " M" + pick(List.of("I", "D", "+", "-", "i", "d")) : "";
        String letters = pick(List.of("ckODJNv", "ckODJtTv", "ckODJqtv"));
        line("ma " + pick(List.of("counter", "number", "a")) + flags(letters, 5) + mode.toUpperCase(Locale.ROOT));
    }

    private void broken() {
        line(pick(List.of(
                "nonsense",
                "GET a",
                "get\ta",
                "set a b c d",
                "set a 0 0 -1",
                "mg a v v",
                "mg a y",
                "ms a x",
                "ms a 2x",
                "ma a Dx",
                "mg !!!! b",
                "touch a x",
                "gat x a",
                "delete " + "k".repeat(251),
                "verbosity x")));
    }
}
