package io.flagstone.server.tool.top;

import java.util.Map;

/**
 * A node's counters at one time.
 *
 * @param nanos when, by the clock of this JVM
 * @param probes probes of our own until then, which the node counts as gets that miss
 */
record Reading(long nanos, long probes, Map<String, String> statistics) {
    /** A number of this name; 0 where the node has none. */
    double number(String name) {
        try {
            return Double.parseDouble(statistics.getOrDefault(name, "0"));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    String text(String name) {
        return statistics.getOrDefault(name, "-");
    }

    /** Whether the node has counted on since then, rather than begun anew. */
    boolean follows(Reading earlier) {
        return text("pid").equals(earlier.text("pid"))
                && number("uptime") >= earlier.number("uptime")
                && number("cmd_get") >= earlier.number("cmd_get")
                && number("bytes_read") >= earlier.number("bytes_read");
    }
}
