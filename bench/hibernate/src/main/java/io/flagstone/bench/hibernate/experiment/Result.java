package io.flagstone.bench.hibernate.experiment;

import io.flagstone.bench.hibernate.arm.Kind;
import io.flagstone.bench.hibernate.check.Verdict;
import io.flagstone.bench.hibernate.log.Done;
import io.flagstone.bench.hibernate.log.History;
import io.flagstone.bench.hibernate.log.Op;
import io.flagstone.bench.hibernate.log.Sample;
import java.util.HashMap;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * A run's history in figures.
 *
 * @param arm on which cache
 * @param verdict what the checker found
 * @param micros how long each operation took
 * @param operations how many there were
 * @param seconds from the first to the last
 * @param statements statements sent to the database for each operation
 */
record Result(
        Kind arm, Verdict verdict, Map<Op, Histogram> micros, long operations, double seconds, double statements) {

    private static final long LONGEST_MICROS = 600_000_000L;
    private static final int DIGITS = 3;

    static Result of(Kind arm, History history, Verdict verdict) {
        Map<Op, Histogram> micros = new HashMap<>();
        long first = Long.MAX_VALUE;
        long last = Long.MIN_VALUE;
        long operations = 0;
        for (Done done : history.operations()) {
            if (done.op() != Op.REST) {
                first = Math.min(first, done.start());
                last = Math.max(last, done.end());
                operations++;
                micros.computeIfAbsent(done.op(), op -> new Histogram(LONGEST_MICROS, DIGITS))
                        .recordValue(Math.min(LONGEST_MICROS, (done.end() - done.start()) / 1_000));
            }
        }
        double seconds = operations == 0 ? 0 : (last - first) / 1e9;
        return new Result(
                arm,
                verdict,
                micros,
                operations,
                seconds,
                operations == 0 ? 0 : (double) statements(history) / operations);
    }

    private static long statements(History history) {
        Map<String, Long> last = new HashMap<>();
        for (Sample sample : history.samples()) {
            last.merge(sample.worker() + "-" + sample.life(), sample.statements(), Math::max);
        }
        return last.values().stream().mapToLong(Long::longValue).sum();
    }

    double perSecond() {
        return seconds == 0 ? 0 : operations / seconds;
    }
}
