package io.flagstone.server.support;

import io.flagstone.testkit.process.ServerVersion;
import java.util.List;
import java.util.stream.Stream;

/**
 * Which versions of memcached do what the node does not. Those between two that were tried may do either.
 *
 * @param first the first that was seen to
 * @param last the last that was seen to
 */
public record Since(String first, String last) {
    /** What was tried, in order. */
    private static final List<String> TRIED = List.of("1.6.18", "1.6.38", "1.6.45");

    /** {@code all}, {@code from 1.6.38}, {@code until 1.6.38} or {@code only 1.6.38}. */
    public static Since of(String words) {
        String version = words.substring(words.indexOf(' ') + 1);
        boolean isOpen = words.equals("all");
        if (!isOpen && !TRIED.contains(version)) {
            throw new IllegalArgumentException(version + " was not tried: " + TRIED);
        }
        boolean fromBegin = isOpen || words.startsWith("until ");
        boolean toEnd = isOpen || words.startsWith("from ");
        return new Since(fromBegin ? TRIED.get(0) : version, toEnd ? TRIED.get(TRIED.size() - 1) : version);
    }

    /** What may be heard from this one, of what those say and of what the node says. */
    public <T> List<T> answers(ServerVersion version, List<T> theirs, List<T> ours) {
        return Stream.of(mayDiffer(version) ? theirs : List.<T>of(), mayAgree(version) ? ours : List.<T>of())
                .flatMap(List::stream)
                .toList();
    }

    private boolean mayDiffer(ServerVersion version) {
        int before = TRIED.indexOf(first) - 1;
        int behind = TRIED.indexOf(last) + 1;
        return (before < 0 || !ServerVersion.of(TRIED.get(before)).isAtLeast(version.toString()))
                && (behind == TRIED.size() || !version.isAtLeast(TRIED.get(behind)));
    }

    private boolean mayAgree(ServerVersion version) {
        boolean isBefore = TRIED.indexOf(first) > 0 && !version.isAtLeast(first);
        boolean isBehind = TRIED.indexOf(last) < TRIED.size() - 1
                && version.isAtLeast(last)
                && !version.equals(ServerVersion.of(last));
        return isBefore || isBehind;
    }
}
