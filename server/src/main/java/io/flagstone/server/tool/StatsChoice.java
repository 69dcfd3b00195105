package io.flagstone.server.tool;

import io.flagstone.server.tool.console.Failure;
import io.flagstone.server.tool.console.Status;
import io.flagstone.server.tool.link.Endpoint;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Which statistics were asked for.
 *
 * @param groups to be asked for
 * @param patterns names to be shown; all when there are none
 * @param isOfClasses whether a name is also that of each class
 */
record StatsChoice(Set<StatsGroup> groups, List<Pattern> patterns, boolean isOfClasses) {
    /** Takes words as groups, or as names with {@code *} for anything. */
    static StatsChoice of(List<String> words) {
        Set<StatsGroup> groups = EnumSet.noneOf(StatsGroup.class);
        List<Pattern> patterns = new ArrayList<>();
        for (String word : words) {
            StatsGroup group = StatsGroup.titled(word);
            if (group == null) {
                patterns.add(Pattern.compile(("\\Q" + word + "\\E").replace("*", "\\E.*\\Q")));
            } else {
                groups.add(group);
            }
        }
        return groups.isEmpty()
                ? new StatsChoice(EnumSet.allOf(StatsGroup.class), patterns, false)
                : new StatsChoice(groups, patterns, true);
    }

    /** Leaves what was asked for; where a group was named, a name may be given without its class. */
    Map<String, String> of(Map<String, String> statistics) {
        if (!patterns.isEmpty()) {
            statistics.keySet().removeIf(name -> patterns.stream().noneMatch(pattern -> isMeant(pattern, name)));
        }
        return statistics;
    }

    private boolean isMeant(Pattern pattern, String name) {
        return pattern.matcher(name).matches()
                || (isOfClasses
                        && pattern.matcher(name.substring(name.lastIndexOf(':') + 1))
                                .matches());
    }

    /** What to say when nothing has any of these names. */
    Failure nothing(Endpoint endpoint) {
        return new Failure(
                Status.USAGE,
                endpoint + ": no statistic has such a name; there are the groups general, items, slabs and settings,"
                        + " names of statistics, and nodes as HOST:PORT");
    }
}
