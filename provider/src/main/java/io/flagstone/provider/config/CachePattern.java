package io.flagstone.provider.config;

/**
 * A cache name in which a star stands for any text.
 *
 * @param text as written
 */
record CachePattern(String text) {

    boolean matches(String name) {
        return matches(0, name, 0);
    }

    /** Literal characters; of two patterns that match, the one with more is nearer to the name. */
    int precision() {
        return text.length() - (int) text.chars().filter(c -> c == '*').count();
    }

    private boolean matches(int at, String name, int from) {
        int star = text.indexOf('*', at);
        if (star < 0) {
            return name.substring(from).equals(text.substring(at));
        }
        String literal = text.substring(at, star);
        if (!name.startsWith(literal, from)) {
            return false;
        }
        for (int next = from + literal.length(); next <= name.length(); next++) {
            if (matches(star + 1, name, next)) {
                return true;
            }
        }
        return false;
    }
}
