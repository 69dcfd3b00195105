package io.flagstone.bench.hibernate.experiment;

import io.flagstone.bench.hibernate.check.Invariant;
import io.flagstone.bench.hibernate.check.Verdict;
import io.flagstone.bench.hibernate.check.Verdict.Episode;
import io.flagstone.bench.hibernate.check.Violation;
import io.flagstone.bench.hibernate.check.Window;
import io.flagstone.bench.hibernate.log.Op;
import java.io.PrintStream;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Prints what came of the runs, as tables that can be pasted into a page. */
final class Report {

    private static final int EXAMPLES = 5;

    private final PrintStream out;

    Report(PrintStream out) {
        this.out = out;
    }

    /** One run. */
    void print(Result result) {
        Verdict verdict = result.verdict();
        out.printf(
                Locale.ROOT,
                "%s: %d operations, %d reads, %d violations, %d of them not explained by a documented window%n",
                result.arm(),
                result.operations(),
                verdict.reads(),
                verdict.violations().size(),
                verdict.unexplained().size());
        for (Invariant invariant : Invariant.values()) {
            List<Violation> all = verdict.of(invariant);
            if (!all.isEmpty()) {
                invariant(invariant, verdict, all);
            }
        }
        out.println();
    }

    private void invariant(Invariant invariant, Verdict verdict, List<Violation> all) {
        out.println("  " + invariant.number() + ", " + invariant.promise() + ":");
        Map<Window, Integer> windows = new EnumMap<>(Window.class);
        for (Violation violation : all) {
            if (violation.window() != null) {
                windows.merge(violation.window(), 1, Integer::sum);
            }
        }
        windows.forEach((window, count) -> out.println("    " + count + " because " + window.meaning()));
        all.stream()
                .filter(violation -> violation.window() == null)
                .limit(EXAMPLES)
                .forEach(violation -> out.println("    " + violation));
        List<Episode> episodes = verdict.episodes(invariant);
        Episode longest = episodes.get(0);
        out.printf(
                Locale.ROOT,
                "    %d values, the longest for %.0f ms (%s), %d of them until the end%n",
                episodes.size(),
                longest.nanos() / 1e6,
                longest.key(),
                episodes.stream().filter(Episode::atRest).count());
    }

    /** All runs beside one another. */
    void compare(List<Result> results) {
        invariants(results);
        figures(results);
        latencies(results);
    }

    private void invariants(List<Result> results) {
        out.println("Violations, and per million reads; in brackets those in a documented window:");
        out.println();
        head("Invariant", results);
        for (Invariant invariant : Invariant.values()) {
            StringBuilder row = new StringBuilder("| " + invariant.number() + ": " + invariant.promise());
            for (Result result : results) {
                row.append(" | ").append(cell(result.verdict(), invariant));
            }
            out.println(row + " |");
        }
        StringBuilder row = new StringBuilder("| the longest stale value, in seconds");
        for (Result result : results) {
            List<Episode> episodes = result.verdict().episodes(Invariant.FRESH);
            row.append(String.format(
                    Locale.ROOT,
                    " | %s",
                    episodes.isEmpty()
                            ? "-"
                            : String.format(Locale.ROOT, "%.1f", episodes.get(0).nanos() / 1e9)));
        }
        out.println(row + " |");
        row = new StringBuilder("| stale values that stayed to the end");
        for (Result result : results) {
            row.append(" | ").append(result.verdict().episodes(Invariant.REST).size());
        }
        out.println(row + " |");
        out.println();
    }

    private static String cell(Verdict verdict, Invariant invariant) {
        List<Violation> all = verdict.of(invariant);
        long inside =
                all.stream().filter(violation -> violation.window() != null).count();
        return all.isEmpty()
                ? "0"
                : String.format(Locale.ROOT, "%d [%d], %.0f/M", all.size(), inside, verdict.perMillionReads(invariant));
    }

    private void head(String name, List<Result> results) {
        StringBuilder head = new StringBuilder("| " + name);
        StringBuilder line = new StringBuilder("| ---");
        for (Result result : results) {
            head.append(" | ").append(result.arm().toString().toLowerCase(Locale.ROOT));
            line.append(" | ---");
        }
        out.println(head + " |");
        out.println(line + " |");
    }

    private void figures(List<Result> results) {
        head("Figure", results);
        Result control = results.get(0);
        row("operations a second", results, result -> String.format(Locale.ROOT, "%.0f", result.perSecond()));
        row("reads looked at", results, result -> "" + result.verdict().reads());
        row("hit ratio", results, result -> percent(result.verdict().hitRatio()));
        row("statements an operation", results, result -> String.format(Locale.ROOT, "%.2f", result.statements()));
        row(
                "statements saved against the first",
                results,
                result -> percent(1 - result.statements() / control.statements()));
        row(
                "unversioned increments lost",
                results,
                result -> percent(result.verdict().lossShare()));
        out.println();
    }

    /** A figure as text. */
    private interface Figure {
        String of(Result result);
    }

    private void row(String name, List<Result> results, Figure figure) {
        StringBuilder row = new StringBuilder("| " + name);
        results.forEach(result -> row.append(" | ").append(figure.of(result)));
        out.println(row + " |");
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.1f %%", 100 * share);
    }

    private void latencies(List<Result> results) {
        head("p50 / p99, ms", results);
        for (Op op : Op.values()) {
            if (results.stream().anyMatch(result -> result.micros().containsKey(op))) {
                row(
                        op.toString().toLowerCase(Locale.ROOT).replace('_', ' '),
                        results,
                        result -> latency(result.micros().get(op)));
            }
        }
        out.println();
    }

    private static String latency(@Nullable Histogram micros) {
        return micros == null
                ? "-"
                : String.format(
                        Locale.ROOT,
                        "%.2f / %.1f",
                        micros.getValueAtPercentile(50) / 1e3,
                        micros.getValueAtPercentile(99) / 1e3);
    }
}
