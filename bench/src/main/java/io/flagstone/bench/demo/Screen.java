package io.flagstone.bench.demo;

import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Prints lines of at most 78 characters, and keeps account of the promises. */
final class Screen {

    private static final int WIDTH = 78;
    private static final int MARGIN = 2;
    private static final int TITLE = 7;

    private final Charset charset;
    private final PrintStream out;
    private final boolean unicode;
    private final List<String> broken = new ArrayList<>();
    private int promises;

    Screen() {
        charset = charset();
        unicode = charset.equals(StandardCharsets.UTF_8);
        out = new PrintStream(System.out, true, charset);
    }

    /** What the terminal reads; JDK 17 does not tell, so that the locale has to. */
    private static Charset charset() {
        String told = System.getProperty("stdout.encoding");
        if (told != null && Charset.isSupported(told)) {
            return Charset.forName(told);
        }
        for (String variable : new String[] {"LC_ALL", "LC_CTYPE", "LANG"}) {
            String locale = System.getenv(variable);
            if (locale != null && !locale.isEmpty()) {
                boolean utf8 = locale.toUpperCase(Locale.ROOT).replace("-", "").endsWith("UTF8");
                return utf8 ? StandardCharsets.UTF_8 : StandardCharsets.US_ASCII;
            }
        }
        return StandardCharsets.US_ASCII;
    }

    /** A line with something at its right end. */
    void line(String left, String right) {
        String text = " ".repeat(MARGIN) + left;
        int gap = Math.max(1, WIDTH - text.length() - right.length());
        out.println(right.isEmpty() ? text : text + " ".repeat(gap) + right);
    }

    void line(String left) {
        line(left, "");
    }

    void gap() {
        out.println();
    }

    /** A titled line with the call that did it at its right end. */
    void row(String title, String text, String call) {
        line(pad(title, TITLE) + text, call);
    }

    /** A bar of this share of a full one. */
    String bar(double share, int full) {
        int eighths = (int) Math.round(share * full * 8);
        if (!unicode) {
            return pad("#".repeat(eighths / 8), full);
        }
        String part = eighths % 8 == 0 ? "" : String.valueOf((char) ('█' + 8 - eighths % 8));
        return pad("█".repeat(eighths / 8) + part, full);
    }

    /** A promise, and whether this run kept it. Returns the mark to print. */
    String promise(boolean kept, String otherwise) {
        promises++;
        if (!kept) {
            broken.add(otherwise);
        }
        return kept ? (unicode ? "✔" : "ok") : (unicode ? "✘ " : "BROKEN ") + otherwise;
    }

    /** The last line, and whether all promises were kept. */
    boolean verdict() {
        gap();
        if (broken.isEmpty()) {
            line((unicode ? "✔" : "ok") + " all " + promises + " promises held");
        } else {
            broken.forEach(why -> line((unicode ? "✘ " : "BROKEN ") + why));
        }
        return broken.isEmpty();
    }

    static String pad(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    static String right(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }

    /** A whole number with blanks between the thousands. */
    static String count(double number) {
        return String.format(Locale.ROOT, "%,d", Math.round(number)).replace(',', ' ');
    }

    static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", share * 100);
    }

    static String seconds(long nanos) {
        return String.format(Locale.ROOT, "%.1f s", nanos / 1e9);
    }
}
