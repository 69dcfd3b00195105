package io.flagstone.provider.faults;

import io.flagstone.testkit.check.Verdict;
import io.flagstone.testkit.history.Event;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/**
 * What came of a round. Times are in nanoseconds.
 *
 * @param calls what the clients asked
 * @param answered of these, what was answered
 * @param nanos how long the round was
 * @param recovery from the end of the last fault to the last call that failed
 * @param high the duration that one call of a thousand exceeds
 * @param longest the longest call
 * @param longestWas what that was
 * @param late calls that took longer than their deadline and 50 ms
 * @param stall the longest time for which a client's JVM had no processor
 */
record RoundReport(
        String title,
        int calls,
        long answered,
        long nanos,
        long recovery,
        long high,
        long longest,
        String longestWas,
        long late,
        long stall,
        Verdict verdict) {

    /** Below this a run proves little. */
    private static final int SLOWEST = 500;

    private static final Duration LONGEST_RECOVERY = Duration.ofSeconds(15);
    private static final Duration GRACE = Duration.ofMillis(50);
    /** Beyond the deadline, and beyond what the JVM had no processor for: more than twice its time is no call's to take. */
    private static final Duration GENEROUS = Stage.DEADLINE;

    static RoundReport of(String title, List<Event> events, long nanos, long recovery, long stall, Verdict verdict) {
        long[] durations = events.stream()
                .filter(event -> event.returned() != Event.NEVER)
                .mapToLong(event -> event.returned() - event.invoked())
                .sorted()
                .toArray();
        long bound = Stage.DEADLINE.plus(GRACE).toNanos();
        long late = 0;
        for (long duration : durations) {
            late += duration > bound ? 1 : 0;
        }
        Event slowest = events.stream()
                .filter(event -> event.returned() != Event.NEVER)
                .max(Comparator.comparingLong(event -> event.returned() - event.invoked()))
                .orElseThrow();
        long answered = events.stream()
                .filter(event -> event.outcome().isAcknowledged())
                .count();
        int last = durations.length - 1;
        return new RoundReport(
                title,
                events.size(),
                answered,
                nanos,
                recovery,
                durations[(int) (last * 0.999)],
                durations[last],
                slowest.operation().kind() + " of " + slowest.operation().key() + ": " + slowest.outcome(),
                late,
                stall,
                verdict);
    }

    long perSecond() {
        return calls * TimeUnit.SECONDS.toNanos(1) / nanos;
    }

    /** What must not be. */
    List<String> problems() {
        List<String> problems = new ArrayList<>();
        if (!verdict.isClean()) {
            problems.add(title + ": " + verdict);
        }
        if (recovery > LONGEST_RECOVERY.toNanos()) {
            problems.add(title + ": the last call failed " + millis(recovery) + " ms after the last fault was over");
        }
        if (longest > Stage.DEADLINE.plus(GENEROUS).toNanos() + stall) {
            problems.add(title + ": a call took " + millis(longest) + " ms, " + longestWas);
        }
        return problems;
    }

    /** The same, for a run that is to prove something. */
    List<String> problemsOfARun() {
        List<String> problems = new ArrayList<>(problems());
        if (perSecond() < SLOWEST) {
            problems.add(title + ": " + perSecond() + " calls a second are too few to prove anything");
        }
        return problems;
    }

    static String head() {
        return "| Fault | Calls | a second | Answered | Recovery, ms | p99.9, ms | Longest, ms | Over deadline + 50 ms"
                + " | Longest stall of a JVM, ms | Violations | Undecided |\n"
                + "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |";
    }

    /** A row of a table. */
    String row() {
        return String.format(
                Locale.ROOT,
                "| %s | %d | %d | %.1f %% | %d | %d | %d%s | %d | %d | %d | %d |",
                title,
                calls,
                perSecond(),
                100.0 * answered / Math.max(1, calls),
                millis(recovery),
                millis(high),
                millis(longest),
                late == 0 ? "" : " (" + longestWas.replaceAll(" of .*", "").toLowerCase(Locale.ROOT) + ")",
                late,
                millis(stall),
                verdict.violations().size(),
                verdict.undecided().size());
    }

    private static long millis(long nanos) {
        return TimeUnit.NANOSECONDS.toMillis(nanos);
    }
}
