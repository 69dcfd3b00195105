package io.flagstone.server.tool;

import io.flagstone.server.tool.console.Figures;
import io.flagstone.server.tool.link.Link;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a node said at one time.
 *
 * @param nanos when, by the clock of this JVM
 */
record StatsSample(long nanos, Map<StatsGroup, Map<String, String>> groups) {
    private static final Set<String> NOTHING = Set.of("0.0", "-0.0");

    static StatsSample of(Link link, StatsChoice choice) {
        Map<StatsGroup, Map<String, String>> groups = new EnumMap<>(StatsGroup.class);
        for (StatsGroup group : choice.groups()) {
            groups.put(group, choice.of(link.statistics(group.word())));
        }
        if (groups.values().stream().allMatch(Map::isEmpty)
                && !choice.patterns().isEmpty()) {
            throw choice.nothing(link.endpoint());
        }
        return new StatsSample(System.nanoTime(), groups);
    }

    /** By how much each number changed in a second since then, as text; without those that did not change. */
    Map<StatsGroup, Map<String, String>> rates(@Nullable StatsSample earlier) {
        Map<StatsGroup, Map<String, String>> rates = new EnumMap<>(StatsGroup.class);
        if (earlier != null) {
            double seconds = (nanos - earlier.nanos) / 1e9;
            groups.forEach((group, values) -> {
                Map<String, String> changed = new LinkedHashMap<>();
                Map<String, String> before = earlier.groups.getOrDefault(group, Map.of());
                values.forEach((name, value) -> {
                    double change = number(value) - number(before.getOrDefault(name, ""));
                    String rate = Figures.decimal(change / seconds, 1);
                    if (group.hasRate(name) && !Double.isNaN(change) && !NOTHING.contains(rate)) {
                        changed.put(name, rate);
                    }
                });
                rates.put(group, changed);
            });
        }
        return rates;
    }

    private static double number(String value) {
        try {
            return value.isEmpty() ? Double.NaN : Double.parseDouble(value);
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }
}
