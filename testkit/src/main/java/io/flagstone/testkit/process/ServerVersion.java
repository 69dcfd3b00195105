package io.flagstone.testkit.process;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a memcached says that it is, as the numbers in it compare: 1.6.9 comes before 1.6.18. */
public final class ServerVersion implements Comparable<ServerVersion> {
    private static final Pattern LEADING = Pattern.compile("(?:VERSION |memcached )?(\\d+(?:\\.\\d+)*).*");

    private final int[] numbers;

    private ServerVersion(int[] numbers) {
        this.numbers = numbers;
    }

    /**
     * By the numbers at its beginning.
     *
     * @param text {@code 1.6.45}, or with what an answer to {@code version}, or {@code memcached -V}, has in front
     */
    public static ServerVersion of(String text) {
        Matcher leading = LEADING.matcher(text);
        if (!leading.matches()) {
            throw new IllegalArgumentException("a version begins with numbers and dots, and this does not: " + text);
        }
        return new ServerVersion(Arrays.stream(leading.group(1).split("\\.", -1))
                .mapToInt(Integer::parseInt)
                .toArray());
    }

    /** Whether it is this one, or comes behind it. */
    public boolean isAtLeast(String other) {
        return compareTo(of(other)) >= 0;
    }

    @Override
    public int compareTo(ServerVersion other) {
        return Arrays.compare(numbers, other.numbers);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ServerVersion version && Arrays.equals(numbers, version.numbers);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(numbers);
    }

    @Override
    public String toString() {
        return String.join(
                ".", Arrays.stream(numbers).mapToObj(Integer::toString).toList());
    }
}
