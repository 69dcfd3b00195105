package io.flagstone.testkit.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Tests counted.
 *
 * @param passed those that passed
 * @param skips those that were not run, each with its name and the reason
 * @param failures those that failed or broke, each with its name and the first words of its message
 */
record Tally(int passed, List<String> skips, List<String> failures) {
    static final Tally NONE = new Tally(0, List.of(), List.of());

    Tally {
        skips = List.copyOf(skips);
        failures = List.copyOf(failures);
    }

    static Tally failed(String what) {
        return new Tally(0, List.of(), List.of(what));
    }

    static Tally skipped(String what) {
        return new Tally(0, List.of(what), List.of());
    }

    int skipped() {
        return skips.size();
    }

    int failed() {
        return failures.size();
    }

    Tally plus(Tally other) {
        return new Tally(passed + other.passed, both(skips, other.skips), both(failures, other.failures));
    }

    private static List<String> both(List<String> some, List<String> others) {
        List<String> all = new ArrayList<>(some);
        all.addAll(others);
        return all;
    }
}
