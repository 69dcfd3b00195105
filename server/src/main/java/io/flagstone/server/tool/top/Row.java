package io.flagstone.server.tool.top;

import io.flagstone.server.tool.console.Figures;
import java.util.List;

/**
 * A line of the table: a node, or all of them. What is not known is not a number.
 *
 * @param gets of a second, without the probes
 * @param p99 seconds
 */
record Row(
        String name,
        String state,
        String version,
        double gets,
        double hits,
        double sets,
        double deletes,
        double evictions,
        double connections,
        double bytes,
        double limit,
        double received,
        double sent,
        double p99) {
    /** A node of which nothing is known but this. */
    static Row unknown(String name, String state) {
        double none = Double.NaN;
        return new Row(name, state, "-", none, none, none, none, none, none, none, none, none, none, none);
    }

    /** What changed between two readings; what was counted is not known when there was no time between them. */
    static Row between(String name, Reading earlier, Reading now, double p99) {
        boolean isCounted = earlier.nanos() != now.nanos() && now.follows(earlier);
        double seconds = isCounted ? (now.nanos() - earlier.nanos()) / 1e9 : Double.NaN;
        double probes = now.probes() - earlier.probes();
        return new Row(
                name,
                "up",
                now.text("version"),
                Math.max(0, change(earlier, now, "cmd_get") - probes) / seconds,
                change(earlier, now, "get_hits") / seconds,
                change(earlier, now, "cmd_set") / seconds,
                (change(earlier, now, "delete_hits") + change(earlier, now, "delete_misses")) / seconds,
                change(earlier, now, "evictions") / seconds,
                now.number("curr_connections"),
                now.number("bytes"),
                now.number("limit_maxbytes"),
                change(earlier, now, "bytes_read") / seconds,
                change(earlier, now, "bytes_written") / seconds,
                p99);
    }

    private static double change(Reading earlier, Reading now, String name) {
        return now.number(name) - earlier.number(name);
    }

    boolean isUp() {
        return state.equals("up");
    }

    double hitRatio() {
        return Figures.share(hits, gets);
    }

    double fill() {
        return Figures.share(bytes, limit);
    }

    /** All together; the p99 is the largest, for times of several nodes cannot be added. */
    static Row sum(List<Row> rows) {
        Row sum = unknown("sum", rows.stream().filter(Row::isUp).count() + "/" + rows.size());
        for (Row row : rows) {
            sum = sum.plus(row);
        }
        return sum;
    }

    private Row plus(Row other) {
        return new Row(
                name,
                state,
                version,
                add(gets, other.gets),
                add(hits, other.hits),
                add(sets, other.sets),
                add(deletes, other.deletes),
                add(evictions, other.evictions),
                add(connections, other.connections),
                add(bytes, other.bytes),
                add(limit, other.limit),
                add(received, other.received),
                add(sent, other.sent),
                Double.isNaN(p99) ? other.p99 : Double.isNaN(other.p99) ? p99 : Math.max(p99, other.p99));
    }

    private static double add(double one, double other) {
        return Double.isNaN(one) ? other : Double.isNaN(other) ? one : one + other;
    }
}
