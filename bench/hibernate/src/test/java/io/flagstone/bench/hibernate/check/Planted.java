package io.flagstone.bench.hibernate.check;

import io.flagstone.bench.hibernate.log.Done;
import io.flagstone.bench.hibernate.log.Fault;
import io.flagstone.bench.hibernate.log.History;
import io.flagstone.bench.hibernate.log.Keys;
import io.flagstone.bench.hibernate.log.Op;
import io.flagstone.bench.hibernate.log.Outcome;
import io.flagstone.bench.hibernate.log.Probe;
import io.flagstone.bench.hibernate.log.Read;
import io.flagstone.bench.hibernate.log.Sample;
import io.flagstone.bench.hibernate.log.Write;
import java.util.List;

/** A history made by hand; times are milliseconds. */
final class Planted {

    static final String KEY = Keys.PLAIN + 1;
    private static final long LOCK_MILLIS = 4_000;
    private static final double FLOOR = 0.3;
    private static final long MILLI = 1_000_000;

    private final History history = new History();
    private boolean strict;
    private double control = Double.NaN;

    Planted strict() {
        strict = true;
        return this;
    }

    Planted control(double losses) {
        control = losses;
        return this;
    }

    Planted write(int worker, String key, long number, long start, long end) {
        return write(worker, key, number, start, end, Outcome.OK);
    }

    Planted write(int worker, String key, long number, long start, long end, Outcome outcome) {
        history.writes().add(new Write(worker, Op.UPDATE, key, number, false, start * MILLI, end * MILLI, outcome));
        return this;
    }

    Planted delete(int worker, String key, long number, long start, long end) {
        history.writes().add(new Write(worker, Op.TOGGLE, key, number, true, start * MILLI, end * MILLI, Outcome.OK));
        return this;
    }

    Planted read(int worker, String key, long value, long start, long end) {
        history.reads().add(new Read(worker, Op.FIND, key, value, start * MILLI, end * MILLI));
        return this;
    }

    /** A read within a change. */
    Planted basis(int worker, String key, long value, long start) {
        history.reads().add(new Read(worker, Op.NATURAL_ID_UPDATE, key, value, start * MILLI, start * MILLI + 1));
        return this;
    }

    Planted rest(int worker, String key, long value, long start) {
        history.reads().add(new Read(worker, Op.REST, key, value, start * MILLI, start * MILLI + 1));
        return this;
    }

    Planted truth(String key, long value) {
        history.truth().put(key, value);
        return this;
    }

    Planted fault(Fault.Kind kind, int worker, long start, long end) {
        history.faults().add(new Fault(kind, worker, start * MILLI, end * MILLI));
        return this;
    }

    Planted probe(int worker, long start, boolean reached) {
        history.probes().add(new Probe(worker, start * MILLI, start * MILLI + MILLI, reached));
        return this;
    }

    Planted sample(int worker, long at, long hits, long misses) {
        history.samples().add(new Sample(worker, 0, at * MILLI, hits, misses, 0));
        return this;
    }

    Planted error(Op op, long start, Outcome outcome) {
        history.operations().add(new Done(0, op, start * MILLI, start * MILLI + MILLI, outcome, "refused"));
        return this;
    }

    Verdict verdict(boolean cached) {
        return Checker.check(history, new CheckOptions(strict, cached, LOCK_MILLIS * MILLI, FLOOR, control));
    }

    /** What is broken, by number, each once. */
    List<Integer> broken() {
        return verdict(!history.samples().isEmpty()).violations().stream()
                .map(violation -> violation.invariant().number())
                .distinct()
                .sorted()
                .toList();
    }

    /** What is broken and not explained. */
    List<Integer> unexplained() {
        return verdict(!history.samples().isEmpty()).unexplained().stream()
                .map(violation -> violation.invariant().number())
                .distinct()
                .sorted()
                .toList();
    }
}
