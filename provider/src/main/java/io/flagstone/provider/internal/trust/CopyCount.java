package io.flagstone.provider.internal.trust;

import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * On how many nodes the entries of a cache are, as its clients tell each other in an item of every node that they use:
 *
 * <pre>
 *   flagstone copies
 *   copies 2
 * </pre>
 */
record CopyCount(int copies) {

    private static final String HEAD = "flagstone copies";
    private static final Pattern COUNT = Pattern.compile("[1-9]\\d{0,3}");

    byte[] encoded() {
        return Statement.encoded(HEAD, "copies", Integer.toString(copies));
    }

    /** What these bytes say, or null when they say nothing of copies. */
    static @Nullable CopyCount parse(byte[] bytes) {
        Map<String, String> values = Statement.parse(bytes, HEAD);
        String copies = values == null ? "" : values.getOrDefault("copies", "");
        return COUNT.matcher(copies).matches() ? new CopyCount(Integer.parseInt(copies)) : null;
    }

    /** For messages. */
    @Override
    public String toString() {
        return "copies=" + copies;
    }
}
