package io.flagstone.bench.hibernate.check;

import io.flagstone.bench.hibernate.log.Done;
import io.flagstone.bench.hibernate.log.Fault;
import io.flagstone.bench.hibernate.log.History;
import io.flagstone.bench.hibernate.log.Op;
import io.flagstone.bench.hibernate.log.Outcome;
import io.flagstone.bench.hibernate.log.Read;
import io.flagstone.bench.hibernate.log.Sample;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What concerns the run as a whole: invariants 2, 8 and 9. */
final class RunCheck {

    /** How long after a fault of a node changes may still be refused: connections, and locks of changes, time out. */
    private static final long AFTERMATH = 15_000_000_000L;
    /** Look-ups below this say nothing of a ratio. */
    private static final long FEW = 50;

    private final History history;
    private final CheckOptions options;
    private final List<Violation> found;

    RunCheck(History history, CheckOptions options, List<Violation> found) {
        this.history = history;
        this.options = options;
        this.found = found;
    }

    void check(Map<String, Register> registers, Causes causes) {
        rest(registers, causes);
        history.operations().forEach(this::error);
        if (options.cached()) {
            hits();
        }
    }

    private void rest(Map<String, Register> registers, Causes causes) {
        for (Read read : history.reads()) {
            Long stored = read.op() == Op.REST ? history.truth().get(read.key()) : null;
            if (stored != null && stored != read.value()) {
                Register register = registers.get(read.key());
                Window window =
                        register == null ? null : causes.of(register.between(read.value(), stored), read.start());
                add(
                        Invariant.REST,
                        read.worker(),
                        read.key(),
                        read.value(),
                        read.start(),
                        "the database has " + stored,
                        window);
            }
        }
    }

    private void error(Done done) {
        if (done.error().isEmpty() || done.outcome() == Outcome.CONFLICT) {
            return;
        }
        boolean refused = options.strict() && done.op().change() && duringFault(done);
        if (!refused) {
            add(Invariant.ERRORS, done.worker(), done.op().toString(), 0, done.start(), done.error(), null);
        }
    }

    private boolean duringFault(Done done) {
        return history.faults().stream()
                .anyMatch(fault ->
                        fault.kind().ofNode() && fault.touches(done.worker(), done.start() - AFTERMATH, done.end()));
    }

    private void hits() {
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        for (Fault fault : history.faults()) {
            if (fault.kind() != Fault.Kind.CLOCK_SHIFT) {
                first = Math.min(first, fault.start());
                last = Math.max(last, fault.end());
            }
        }
        double whole = ratio(Long.MIN_VALUE, Long.MAX_VALUE);
        require(whole >= options.hitFloor(), whole, "the floor is " + options.hitFloor());
        double before = ratio(Long.MIN_VALUE, first);
        if (last > Long.MIN_VALUE) {
            double after = ratio(last, Long.MAX_VALUE);
            double least = Math.max(options.hitFloor(), before / 2);
            require(after >= least, after, "after the last fault; it had been " + percent(before));
        }
    }

    private void require(boolean holds, double ratio, String text) {
        if (!holds) {
            add(Invariant.HITS, -1, "hit ratio", Math.round(ratio * 100), 0, "percent; " + text, null);
        }
    }

    private static String percent(double ratio) {
        return String.format(Locale.ROOT, "%.0f %%", 100 * ratio);
    }

    /** Hits by look-ups between two times; 0 where there were too few to tell. */
    double ratio(long from, long to) {
        List<Sample> samples = new ArrayList<>(history.samples());
        samples.sort(Comparator.comparingInt(Sample::worker)
                .thenComparingInt(Sample::life)
                .thenComparingLong(Sample::at));
        long hits = 0;
        long lookups = 0;
        for (int i = 1; i < samples.size(); i++) {
            Sample a = samples.get(i - 1);
            Sample b = samples.get(i);
            if (a.worker() == b.worker() && a.life() == b.life() && a.at() >= from && b.at() <= to) {
                hits += b.hits() - a.hits();
                lookups += b.hits() - a.hits() + b.misses() - a.misses();
            }
        }
        return lookups < FEW ? 0 : (double) hits / lookups;
    }

    private void add(
            Invariant invariant, int worker, String key, long value, long at, String text, @Nullable Window window) {
        found.add(new Violation(invariant, worker, key, value, at, 0, text, window));
    }
}
