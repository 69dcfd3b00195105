package io.flagstone.bench.measure;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** Prints results, one row for each job and arm. */
public final class Table {
    private static final String ROW = "%-26s %-10s %10s %8s %8s %8s %7s %7s %5s %6s%n";

    private final PrintStream out;

    /** Prints there. */
    public Table(PrintStream out) {
        this.out = out;
    }

    /** The names of the columns. */
    public void header() {
        out.printf(ROW, "job", "arm", "ops/s", "p50 us", "p99 us", "p99.9us", "cli us", "srv us", "load", "ratio");
    }

    /**
     * One row.
     *
     * @param job what was done
     * @param arm to whom
     * @param measured the figures
     * @param ratio the rate by that of the first arm; NaN if there is only one
     */
    public void row(String job, String arm, Measurement measured, double ratio) {
        out.printf(
                ROW,
                job,
                arm,
                String.format(Locale.ROOT, "%.0f", measured.perSecond()),
                micros(measured.p50()),
                micros(measured.p99()),
                micros(measured.p999()),
                micros(measured.clientMicros()),
                micros(measured.serverMicros()),
                String.format(Locale.ROOT, "%.2f", measured.loadShare()),
                Double.isNaN(ratio) ? "" : String.format(Locale.ROOT, "%.2f", ratio));
        if (measured.misses() > 0 || measured.errors() > 0) {
            out.printf(Locale.ROOT, "  %d misses, %d errors%n", measured.misses(), measured.errors());
        }
        out.flush();
    }

    /** The runs of all arms on one job: medians, and ratios to the first arm. */
    public void rows(String job, List<String> arms, List<List<Measurement>> runs) {
        for (int i = 0; i < arms.size(); i++) {
            double ratio = arms.size() > 1 ? Measurement.ratio(runs.get(i), runs.get(0)) : Double.NaN;
            row(job, arms.get(i), Measurement.median(runs.get(i)), ratio);
        }
        if (runs.get(0).size() > 1) {
            StringBuilder noise = new StringBuilder("  spread of runs:");
            for (int i = 0; i < arms.size(); i++) {
                double percent = 100 * Measurement.spread(runs.get(i));
                noise.append(String.format(Locale.ROOT, " %s %.0f %%", arms.get(i), percent));
            }
            out.println(noise);
        }
    }

    private static String micros(double value) {
        if (Double.isNaN(value)) {
            return "-";
        }
        return String.format(Locale.ROOT, value < 100 ? "%.1f" : "%.0f", value);
    }
}
