package io.flagstone.bench.hibernate.check;

import io.flagstone.bench.hibernate.log.History;
import io.flagstone.bench.hibernate.log.Keys;
import io.flagstone.bench.hibernate.log.Outcome;
import io.flagstone.bench.hibernate.log.Write;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Whether increments are all there: invariant 4. */
final class CounterCheck {

    private final History history;
    private final CheckOptions options;
    private final Causes causes;
    private final List<Violation> found;
    private long successes;
    private long losses;

    CounterCheck(History history, CheckOptions options, Causes causes, List<Violation> found) {
        this.history = history;
        this.options = options;
        this.causes = causes;
        this.found = found;
    }

    /** The share of unversioned increments that were lost. */
    double lossShare() {
        return successes == 0 ? 0 : (double) losses / successes;
    }

    void check(Map<String, List<Write>> writes) {
        writes.forEach((key, all) -> {
            List<Write> increments =
                    all.stream().filter(write -> write.worker() >= 0).toList();
            Long stored = history.truth().get(key);
            if (stored != null && key.startsWith(Keys.VERSIONED)) {
                versioned(key, increments, stored);
            } else if (stored != null && key.startsWith(Keys.TALLY)) {
                plain(key, increments, stored);
            }
        });
        againstControl();
    }

    private void versioned(String key, List<Write> increments, long stored) {
        long certain = count(increments, Outcome.OK);
        long possible = certain + count(increments, Outcome.UNKNOWN);
        if (stored < certain || stored > possible) {
            add(key, stored, certain + " to " + possible + " increments were committed", null);
        }
    }

    private static long count(List<Write> writes, Outcome outcome) {
        return writes.stream().filter(write -> write.outcome() == outcome).count();
    }

    private void plain(String key, List<Write> increments, long stored) {
        long certain = count(increments, Outcome.OK);
        long lost = Math.max(0, certain - stored);
        successes += certain;
        losses += lost;
        long excess = lost - atOnce(increments);
        if (excess > 0) {
            long explained = increments.stream()
                    .filter(write -> causes.of(write, write.end()) != null)
                    .count();
            Window window = explained >= excess ? Window.CUT_OFF : null;
            add(key, stored, certain + " were committed, and no more than " + (lost - excess) + " at once", window);
        }
    }

    /** How many the database alone may lose: all but one of those that overlap one another. */
    private static long atOnce(List<Write> increments) {
        List<Write> byStart = increments.stream()
                .filter(Write::perhaps)
                .sorted(Comparator.comparingLong(Write::start))
                .toList();
        long overlaps = 0;
        long end = Long.MIN_VALUE;
        for (Write write : byStart) {
            if (write.start() <= end) {
                overlaps++;
            }
            end = Math.max(end, write.end());
        }
        return overlaps;
    }

    /** Four standard deviations of a count, and a few for small numbers. */
    private void againstControl() {
        if (Double.isNaN(options.controlLosses())) {
            return;
        }
        double expected = successes * options.controlLosses();
        if (losses > expected + 4 * Math.sqrt(expected) + 5) {
            add("", losses, "without a cache it would be about " + Math.round(expected), null);
        }
    }

    private void add(String key, long value, String text, @Nullable Window window) {
        found.add(new Violation(Invariant.COUNTERS, -1, key, value, 0, 0, text, window));
    }
}
