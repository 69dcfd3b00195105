package io.flagstone.server.internal.report;

import io.flagstone.server.internal.stats.ClassCounter;
import io.flagstone.server.store.StatisticsGroup;
import java.util.LinkedHashMap;
import java.util.Map;

/** {@code stats slabs}: what the engine knows of each class, and what was done to its items. */
public final class SlabsReport {
    /** The last line the engine has for a class. */
    private static final String LAST = ":free_chunks_end";

    private SlabsReport() {}

    /** The report as of now. */
    public static Map<String, String> of(NodeFacts facts) {
        Map<String, String> report = new LinkedHashMap<>();
        facts.engine().statistics(StatisticsGroup.SLABS).forEach((name, value) -> {
            report.put(name, value);
            if (name.endsWith(LAST)) {
                String slabClass = name.substring(0, name.length() - LAST.length());
                counters(report, facts, slabClass);
            }
        });
        return report;
    }

    private static void counters(Map<String, String> report, NodeFacts facts, String slabClass) {
        int number = Integer.parseInt(slabClass);
        for (ClassCounter counter : ClassCounter.values()) {
            long value = facts.counters().value(counter, number);
            report.put(slabClass + ":" + counter.statName(), Long.toString(value));
        }
    }
}
