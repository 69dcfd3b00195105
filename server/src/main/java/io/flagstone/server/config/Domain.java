package io.flagstone.server.config;

import java.util.List;
import java.util.Locale;

/** The values an option may take, how they are written, and how to say so. */
sealed interface Domain {
    /**
     * Reads a written value.
     *
     * @throws IllegalArgumentException when the text is not a value of this domain
     */
    Object parse(String text);

    /** Whether a value given through the API lies in this domain. */
    boolean admits(Object value);

    /** The allowed values, for an error message. */
    String allowed();

    /** Whole numbers from {@code min} to {@code max}. */
    record Whole(int min, int max) implements Domain {
        @Override
        public Object parse(String text) {
            return Integer.valueOf(text.trim());
        }

        @Override
        public boolean admits(Object value) {
            return value instanceof Integer number && number >= min && number <= max;
        }

        @Override
        public String allowed() {
            return min + " to " + max;
        }
    }

    /** Decimal numbers from {@code min} (exclusive) to {@code max}. */
    record Decimal(double min, double max) implements Domain {
        @Override
        public Object parse(String text) {
            return Double.valueOf(text.trim());
        }

        @Override
        public boolean admits(Object value) {
            return value instanceof Double number && number > min && number <= max;
        }

        @Override
        public String allowed() {
            return "more than " + min + ", at most " + max;
        }
    }

    /** Memory sizes; a number without a suffix counts units of {@code bareUnit} bytes. */
    record Size(MemorySize min, MemorySize max, long bareUnit) implements Domain {
        @Override
        public Object parse(String text) {
            return MemorySize.parse(text, bareUnit);
        }

        @Override
        public boolean admits(Object value) {
            return value instanceof MemorySize size && size.compareTo(min) >= 0 && size.compareTo(max) <= 0;
        }

        @Override
        public String allowed() {
            String unit = bareUnit == 1 ? "bytes" : bareUnit == 1024 ? "KiB" : "MiB";
            return min + " to " + max + " (suffix k, m or g; without one the unit is " + unit + ")";
        }
    }

    /** Yes or no. */
    record Switch() implements Domain {
        private static final List<String> YES = List.of("true", "yes", "on", "1", "");
        private static final List<String> NO = List.of("false", "no", "off", "0");

        @Override
        public Object parse(String text) {
            String word = text.trim().toLowerCase(Locale.ROOT);
            if (YES.contains(word)) {
                return true;
            }
            if (NO.contains(word)) {
                return false;
            }
            throw new IllegalArgumentException("neither yes nor no");
        }

        @Override
        public boolean admits(Object value) {
            return value instanceof Boolean;
        }

        @Override
        public String allowed() {
            return "yes or no";
        }
    }

    /** One of a few words. */
    record Words(List<String> words) implements Domain {
        @Override
        public Object parse(String text) {
            return text.trim().toLowerCase(Locale.ROOT);
        }

        @Override
        public boolean admits(Object value) {
            return value instanceof String word && words.contains(word);
        }

        @Override
        public String allowed() {
            return String.join(", ", words);
        }
    }

    /** Any text that is not blank, described by {@code meaning}. */
    record Text(String meaning) implements Domain {
        @Override
        public Object parse(String text) {
            return text.trim();
        }

        @Override
        public boolean admits(Object value) {
            return value instanceof String text && !text.isBlank();
        }

        @Override
        public String allowed() {
            return meaning;
        }
    }
}
