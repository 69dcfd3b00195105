package io.flagstone.testkit.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Tests counted.
 *
 * @param passed those that passed
 * @param skipped those that were not run
 * @param failures those that failed or broke, each with its name and the first words of its message
 */
record Tally(int passed, int skipped, List<String> failures) {
    static final Tally NONE = new Tally(0, 0, List.of());

    Tally {
        failures = List.copyOf(failures);
    }

    static Tally failed(String what) {
        return new Tally(0, 0, List.of(what));
    }

    int failed() {
        return failures.size();
    }

    Tally plus(Tally other) {
        List<String> all = new ArrayList<>(failures);
        all.addAll(other.failures);
        return new Tally(passed + other.passed, skipped + other.skipped, all);
    }
}
