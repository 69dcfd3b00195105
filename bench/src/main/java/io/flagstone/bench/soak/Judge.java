package io.flagstone.bench.soak;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** Tells the figures, and whether they are within the bounds. */
final class Judge {
    private final PrintStream out;
    private final double slopeBound;
    private final double driftBound;

    /**
     * @param slopeBound percent an hour
     * @param driftBound percent between the first and the last third
     */
    Judge(PrintStream out, double slopeBound, double driftBound) {
        this.out = out;
        this.slopeBound = slopeBound;
        this.driftBound = driftBound;
    }

    /** Whether nothing that is bounded grows too fast, from this hour on. */
    boolean slopes(List<Observed> processes, double from) {
        boolean held = true;
        out.printf("%-8s %-20s %8s %10s %10s %10s%n", "process", "figure", "samples", "first", "last", "% an hour");
        for (Observed process : processes) {
            for (Observed.Figure figure : Observed.Figure.values()) {
                Series series = process.series(figure).from(from);
                double slope = series.percentPerHour();
                boolean fits = !figure.isBounded() || slope <= slopeBound;
                held &= fits;
                out.printf(
                        Locale.ROOT,
                        "%-8s %-20s %8d %10.1f %10.1f %10.2f%s%n",
                        process.name(),
                        figure.text(),
                        series.size(),
                        series.first(),
                        series.last(),
                        slope,
                        fits ? "" : "  beyond " + slopeBound);
            }
            String grown = process.grown();
            if (!grown.isEmpty()) {
                out.println(process.name() + "  more than at the first look: " + grown);
            }
        }
        return held;
    }

    /** Whether latencies of the last third are about those of the first. */
    boolean drift(Series p999) {
        double first = p999.median(0, 1.0 / 3);
        double last = p999.median(2.0 / 3, 1);
        double drift = first == 0 ? 0 : 100 * (last - first) / first;
        boolean held = drift <= driftBound;
        out.printf(
                Locale.ROOT,
                "p99.9 in the middle of the windows: first third %.0f us, last third %.0f us: %+.1f %%%s%n",
                first,
                last,
                drift,
                held ? "" : "  beyond " + driftBound);
        return held;
    }
}
