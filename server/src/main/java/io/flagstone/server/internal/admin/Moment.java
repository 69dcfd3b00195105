package io.flagstone.server.internal.admin;

import io.flagstone.server.internal.metrics.Figures;
import io.flagstone.server.internal.report.GeneralReport;
import io.flagstone.server.internal.report.NodeFacts;
import io.flagstone.server.internal.report.SettingsReport;
import java.util.List;
import java.util.Map;

/**
 * What a node's statistics said at some time.
 *
 * @param nanos when, by a clock that never goes back
 * @param general {@code stats}
 * @param settings {@code stats settings}; empty for another node
 */
record Moment(long nanos, Figures general, Map<String, String> settings) {
    private static final double NANOS = 1e9;
    private static final List<String> REQUESTS = List.of(
            "cmd_get",
            "cmd_set",
            "cmd_touch",
            "delete_hits",
            "delete_misses",
            "incr_hits",
            "incr_misses",
            "decr_hits",
            "decr_misses");

    static Moment of(NodeFacts facts) {
        return new Moment(System.nanoTime(), new Figures(GeneralReport.of(facts)), SettingsReport.of(facts));
    }

    /** How much a counter has grown since; 0 when statistics were reset meanwhile. */
    double grown(Moment before, String name) {
        return Math.max(0, general.number(name) - before.general.number(name));
    }

    /** How fast a counter has grown since, a second. */
    double rate(Moment before, String name) {
        double seconds = (nanos - before.nanos) / NANOS;
        return seconds <= 0 ? 0 : grown(before, name) / seconds;
    }

    /** Requests for items a second since. */
    double requests(Moment before) {
        double sum = 0;
        for (String name : REQUESTS) {
            sum += rate(before, name);
        }
        return sum;
    }

    /** Whether counters began at zero meanwhile. */
    boolean wasReset(Moment before) {
        for (String name : REQUESTS) {
            if (general.number(name) < before.general.number(name)) {
                return true;
            }
        }
        return general.number("bytes_read") < before.general.number("bytes_read");
    }
}
