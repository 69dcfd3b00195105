package io.flagstone.server.config;

import org.jspecify.annotations.Nullable;

/** Finds the option name that takes the fewest single-letter edits to reach. */
final class Nearest {
    private Nearest() {}

    /** The name; null where more than a third of the letters would have to change, for then it is something else. */
    static @Nullable String to(String word) {
        String best = null;
        int fewest = word.length() / 3 + 1;
        for (Option option : Option.values()) {
            for (String name : option.names()) {
                int edits = edits(word, name);
                if (edits < fewest) {
                    fewest = edits;
                    best = name;
                }
            }
        }
        return best;
    }

    /** Levenshtein's distance, by rows. */
    static int edits(String from, String to) {
        int[] row = new int[to.length() + 1];
        for (int column = 0; column <= to.length(); column++) {
            row[column] = column;
        }
        for (int i = 1; i <= from.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int substitution = diagonal + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substitution, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[to.length()];
    }
}
