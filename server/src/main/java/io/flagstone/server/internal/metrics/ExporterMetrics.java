package io.flagstone.server.internal.metrics;

import io.flagstone.server.internal.report.GeneralReport;
import io.flagstone.server.internal.report.NodeFacts;
import io.flagstone.server.internal.report.SettingsReport;
import io.flagstone.server.internal.report.SlabsReport;
import io.flagstone.server.internal.report.Version;
import io.flagstone.server.store.StatisticsGroup;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What Prometheus' memcached exporter would say of this node, under its names and labels, so that dashboards and alerts
 * that were made for it need no change. What it says only of external storage and of memcached's proxy is left out, as
 * it does itself where there is neither.
 */
final class ExporterMetrics {
    private static final String COMMANDS = "Requests by command and outcome.";
    private static final String SLAB_COMMANDS = "Requests by slab class, command and outcome.";
    private static final List<String> OPERATIONS = List.of("get", "delete", "incr", "decr", "cas", "touch");
    private static final Map<String, String> LISTS =
            Map.of("hits_to_hot", "hot", "hits_to_warm", "warm", "hits_to_cold", "cold", "hits_to_temp", "temporary");

    private ExporterMetrics() {}

    static void add(Families to, NodeFacts facts) {
        Map<String, String> slabs = SlabsReport.of(facts);
        Map<String, String> general = new HashMap<>(GeneralReport.of(facts));
        general.put("total_malloced", slabs.getOrDefault("total_malloced", "0"));
        to.gauge("memcached_up", "Always 1: who is not up does not answer.", 1);
        to.gauge("memcached_version", "The version, as a label.", 1, "version", Version.TEXT);
        Figures figures = new Figures(general);
        Row.add(to, Row.GENERAL, figures);
        Row.add(to, Row.SETTINGS, new Figures(SettingsReport.of(facts)));
        commands(to, figures);
        Map<String, String> items = facts.engine().statistics(StatisticsGroup.ITEMS);
        new Figures(items).byClass("items:").forEach((slabClass, part) -> items(to, slabClass.toString(), part));
        new Figures(slabs).byClass("").forEach((slabClass, part) -> slab(to, slabClass.toString(), part));
    }

    private static void commands(Families to, Figures figures) {
        for (String operation : OPERATIONS) {
            command(to, operation, "hit", figures.number(operation + "_hits"));
            command(to, operation, "miss", figures.number(operation + "_misses"));
        }
        command(to, "cas", "badval", figures.number("cas_badval"));
        command(to, "flush", "hit", figures.number("cmd_flush"));
        double compared = figures.number("cas_hits") + figures.number("cas_misses") + figures.number("cas_badval");
        // cmd_set counts those, too; read a moment later, they may be more.
        command(to, "set", "hit", Math.max(0, figures.number("cmd_set") - compared));
    }

    private static void command(Families to, String command, String status, double count) {
        to.counter("memcached_commands_total", COMMANDS, count, "command", command, "status", status);
    }

    private static void items(Families to, String slab, Figures part) {
        Row.add(to, Row.ITEMS, part, "slab", slab);
        LISTS.forEach((stat, lru) -> to.counter(
                "memcached_slab_lru_hits_total", "Keys found, by list.", part.number(stat), "slab", slab, "lru", lru));
    }

    private static void slab(Families to, String slab, Figures part) {
        Row.add(to, Row.SLABS, part, "slab", slab);
        for (String operation : OPERATIONS) {
            slabCommand(to, slab, operation, "hit", part.number(operation + "_hits"));
        }
        slabCommand(to, slab, "cas", "badval", part.number("cas_badval"));
        double compared = part.number("cas_hits") + part.number("cas_badval");
        slabCommand(to, slab, "set", "hit", Math.max(0, part.number("cmd_set") - compared));
    }

    private static void slabCommand(Families to, String slab, String command, String status, double count) {
        to.counter(
                "memcached_slab_commands_total",
                SLAB_COMMANDS,
                count,
                "slab",
                slab,
                "command",
                command,
                "status",
                status);
    }
}
