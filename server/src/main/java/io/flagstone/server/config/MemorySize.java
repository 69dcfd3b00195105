package io.flagstone.server.config;

import java.util.Locale;

/**
 * An amount of memory in bytes.
 *
 * @param bytes the amount, not negative
 */
public record MemorySize(long bytes) implements Comparable<MemorySize> {
    private static final long KIBI = 1024;

    /** Refuses negative amounts. */
    public MemorySize {
        if (bytes < 0) {
            throw new IllegalArgumentException("memory size must not be negative: " + bytes);
        }
    }

    /** {@code count} bytes. */
    public static MemorySize bytes(long count) {
        return new MemorySize(count);
    }

    /** {@code count} units of 1,024 bytes. */
    public static MemorySize kibibytes(long count) {
        return new MemorySize(Math.multiplyExact(count, KIBI));
    }

    /** {@code count} units of 1,048,576 bytes. */
    public static MemorySize mebibytes(long count) {
        return new MemorySize(Math.multiplyExact(count, KIBI * KIBI));
    }

    /**
     * Reads {@code 64m}, {@code 512k}, {@code 2g}, or a bare number in the given unit.
     *
     * @param text what was written, blanks around it allowed
     * @param bareUnit bytes that a number without a suffix counts
     * @throws IllegalArgumentException when the text is none of these
     */
    public static MemorySize parse(String text, long bareUnit) {
        String trimmed = text.trim().toLowerCase(Locale.ROOT);
        if (trimmed.isEmpty()) {
            throw new IllegalArgumentException("empty memory size");
        }
        long unit = unitOf(trimmed.charAt(trimmed.length() - 1));
        String digits = unit == 0 ? trimmed : trimmed.substring(0, trimmed.length() - 1);
        try {
            return new MemorySize(Math.multiplyExact(Long.parseLong(digits), unit == 0 ? bareUnit : unit));
        } catch (NumberFormatException | ArithmeticException e) {
            throw new IllegalArgumentException("not a memory size: " + text, e);
        }
    }

    private static long unitOf(char suffix) {
        return switch (suffix) {
            case 'k' -> KIBI;
            case 'm' -> KIBI * KIBI;
            case 'g' -> KIBI * KIBI * KIBI;
            default -> 0;
        };
    }

    /** Whole units of 1,048,576 bytes, rounded down. */
    public long toMebibytes() {
        return bytes / (KIBI * KIBI);
    }

    @Override
    public int compareTo(MemorySize other) {
        return Long.compare(bytes, other.bytes);
    }

    /** The shortest exact form: {@code 64m}, {@code 1536k}, {@code 1000}. */
    @Override
    public String toString() {
        if (bytes != 0 && bytes % (KIBI * KIBI * KIBI) == 0) {
            return bytes / (KIBI * KIBI * KIBI) + "g";
        }
        if (bytes != 0 && bytes % (KIBI * KIBI) == 0) {
            return bytes / (KIBI * KIBI) + "m";
        }
        return bytes != 0 && bytes % KIBI == 0 ? bytes / KIBI + "k" : Long.toString(bytes);
    }
}
