package io.flagstone.provider.config;

import java.util.Comparator;

/**
 * A cache name in which a star stands for any text.
 *
 * @param text as written
 */
record CachePattern(String text) {

    private static final Comparator<CachePattern> NEARNESS = Comparator.comparingInt(CachePattern::literals)
            .thenComparing(CachePattern::stars, Comparator.reverseOrder())
            .thenComparing(CachePattern::text);

    /** Goes back to the last star only: what an earlier one could take, the last one can take as well. */
    boolean matches(String name) {
        int at = 0;
        int from = 0;
        int afterStar = -1;
        int retry = 0;
        while (from < name.length()) {
            if (at < text.length() && text.charAt(at) == '*') {
                afterStar = ++at;
                retry = from;
            } else if (at < text.length() && text.charAt(at) == name.charAt(from)) {
                at++;
                from++;
            } else if (afterStar >= 0) {
                at = afterStar;
                from = ++retry;
            } else {
                return false;
            }
        }
        while (at < text.length() && text.charAt(at) == '*') {
            at++;
        }
        return at == text.length();
    }

    /**
     * Of two patterns that match, whether this is nearer to the name: the one with more literal characters, then the one
     * with fewer stars, so that a whole name goes before all patterns, then the last in the alphabet, in which a star comes before letters and digits.
     */
    boolean isNearerThan(CachePattern other) {
        return NEARNESS.compare(this, other) > 0;
    }

    private int literals() {
        return text.length() - stars();
    }

    private int stars() {
        return (int) text.chars().filter(c -> c == '*').count();
    }
}
