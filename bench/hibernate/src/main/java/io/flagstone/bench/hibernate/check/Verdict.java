package io.flagstone.bench.hibernate.check;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a history was found to be.
 *
 * @param violations all of them
 * @param reads reads that were looked at
 * @param hitRatio hits by look-ups over the whole run
 * @param lossShare the share of unversioned increments that were lost
 */
public record Verdict(List<Violation> violations, long reads, double hitRatio, double lossShare) {

    /**
     * One value that stayed too long.
     *
     * @param reads how often it was read
     * @param nanos from when it ought to have been gone until it was read last
     * @param atRest whether it was there at the end: it would have stayed until its lifetime ended
     */
    public record Episode(Invariant invariant, String key, long value, long reads, long nanos, boolean atRest) {}

    /** Those that nothing documented explains. */
    public List<Violation> unexplained() {
        return violations.stream()
                .filter(violation -> violation.window() == null)
                .toList();
    }

    public List<Violation> of(Invariant invariant) {
        return violations.stream()
                .filter(violation -> violation.invariant() == invariant)
                .toList();
    }

    public double perMillionReads(Invariant invariant) {
        return reads == 0 ? 0 : 1e6 * of(invariant).size() / reads;
    }

    /** The stale values, the longest first. */
    public List<Episode> episodes(Invariant invariant) {
        Map<String, Episode> episodes = new TreeMap<>();
        for (Violation violation : of(invariant)) {
            boolean rest = violations.stream()
                    .anyMatch(other -> other.invariant() == Invariant.REST
                            && other.key().equals(violation.key())
                            && other.value() == violation.value());
            Episode one = new Episode(invariant, violation.key(), violation.value(), 1, violation.age(), rest);
            episodes.merge(violation.key() + ' ' + violation.value(), one, Verdict::join);
        }
        return episodes.values().stream()
                .sorted(Comparator.comparingLong(Episode::nanos).reversed())
                .toList();
    }

    private static Episode join(Episode a, Episode b) {
        return new Episode(
                a.invariant(),
                a.key(),
                a.value(),
                a.reads() + b.reads(),
                Math.max(a.nanos(), b.nanos()),
                a.atRest() || b.atRest());
    }
}
