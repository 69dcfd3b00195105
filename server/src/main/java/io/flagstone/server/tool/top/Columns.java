package io.flagstone.server.tool.top;

import static io.flagstone.server.tool.console.Figures.bytes;
import static io.flagstone.server.tool.console.Figures.count;
import static io.flagstone.server.tool.console.Figures.decimal;
import static io.flagstone.server.tool.console.Figures.percent;
import static io.flagstone.server.tool.console.Figures.whole;

import java.util.List;

/** Rows as cells: with units for people, on 80 columns what matters, and with bare numbers for programs. */
final class Columns {
    /** Says what the last column is. */
    static final String ABOUT_P99 = "p99 of probes of our own: mg of a key that is not there, "
            + HostWatch.PROBES_PER_SECOND + "/s, the last " + Probes.KEPT;

    static final List<String> FOR_PEOPLE = List.of(
            "node", "state", "hit%", "get/s", "set/s", "del/s", "evict/s", "conns", "mem%", "in/s", "out/s", "p99",
            "version");

    static final List<String> FOR_PROGRAMS = List.of(
            "time",
            "node",
            "state",
            "version",
            "hit%",
            "get/s",
            "set/s",
            "del/s",
            "evict/s",
            "conns",
            "mem%",
            "in_bytes/s",
            "out_bytes/s",
            "p99_us");

    private Columns() {}

    static List<String> forPeople(Row row) {
        return List.of(
                row.name(),
                row.state(),
                percent(row.hitRatio()),
                count(row.gets()),
                count(row.sets()),
                count(row.deletes()),
                count(row.evictions()),
                count(row.connections()),
                percent(row.fill()),
                bytes(row.received()),
                bytes(row.sent()),
                time(row.p99()),
                row.version());
    }

    static List<String> forPrograms(String time, Row row) {
        return List.of(
                time,
                row.name(),
                row.state(),
                row.version(),
                percent(row.hitRatio()),
                whole(row.gets()),
                whole(row.sets()),
                whole(row.deletes()),
                whole(row.evictions()),
                whole(row.connections()),
                percent(row.fill()),
                whole(row.received()),
                whole(row.sent()),
                whole(row.p99() * 1e6));
    }

    private static String time(double seconds) {
        return seconds < 1e-3
                ? whole(seconds * 1e6) + "us"
                : Double.isNaN(seconds) ? "-" : decimal(seconds * 1e3, 1) + "ms";
    }
}
