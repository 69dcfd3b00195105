package io.flagstone.server.tool.console;

import java.util.Locale;

/** Numbers for people. What is not known (not a number) is a dash everywhere. */
public final class Figures {
    private static final String UNKNOWN = "-";
    private static final String[] THOUSANDS = {"", "k", "M", "G", "T", "P"};
    private static final int BAR_WIDTH = 10;

    private Figures() {}

    /** A count in steps of 1,000: {@code 950}, {@code 12.3k}. */
    public static String count(double number) {
        return inSteps(number, 1000);
    }

    /** Bytes in steps of 1,024: {@code 950}, {@code 64.0M}. */
    public static String bytes(double number) {
        return inSteps(number, 1024);
    }

    private static String inSteps(double number, double step) {
        if (Double.isNaN(number)) {
            return UNKNOWN;
        }
        double rest = number;
        int unit = 0;
        while (rest >= step && unit < THOUSANDS.length - 1) {
            rest /= step;
            unit++;
        }
        return unit == 0 ? whole(rest) : decimal(rest, 1) + THOUSANDS[unit];
    }

    /** Rounded to a whole number, without a unit. */
    public static String whole(double number) {
        return Double.isNaN(number) ? UNKNOWN : Long.toString(Math.round(number));
    }

    /** With so many digits behind a point. */
    public static String decimal(double number, int digits) {
        return Double.isNaN(number) ? UNKNOWN : String.format(Locale.ROOT, "%." + digits + "f", number);
    }

    /** A share of one as per cent with one digit, without the sign. */
    public static String percent(double share) {
        return decimal(share * 100, 1);
    }

    /** A share of one as ten characters. */
    public static String bar(double share) {
        if (Double.isNaN(share)) {
            return UNKNOWN;
        }
        int full = (int) Math.round(Math.max(0, Math.min(1, share)) * BAR_WIDTH);
        return "#".repeat(full) + ".".repeat(BAR_WIDTH - full);
    }

    /** A part of a whole; not a number where there is no whole. */
    public static double share(long part, long whole) {
        return share((double) part, (double) whole);
    }

    /** A part of a whole; not a number where there is no whole. */
    public static double share(double part, double whole) {
        return whole > 0 ? part / whole : Double.NaN;
    }
}
