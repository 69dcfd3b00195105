package io.flagstone.server.tool;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What can be asked of {@code stats}, in the order in which it is shown. */
enum StatsGroup {
    GENERAL(""),
    ITEMS("items"),
    SLABS("slabs"),
    SETTINGS("settings");

    /** Numbers that go by themselves, or not at all. */
    private static final Set<String> WITHOUT_RATE = Set.of("pid", "uptime", "time", "pointer_size");

    private final String word;

    StatsGroup(String word) {
        this.word = word;
    }

    /** What stands behind {@code stats} in the request. */
    String word() {
        return word;
    }

    /** How it is called by operators. */
    String title() {
        return name().toLowerCase(Locale.ROOT);
    }

    static @Nullable StatsGroup titled(String title) {
        for (StatsGroup group : values()) {
            if (group.title().equals(title)) {
                return group;
            }
        }
        return null;
    }

    /** Whether it makes sense to say by how much a number of this name changes in a second. */
    boolean hasRate(String name) {
        return this != SETTINGS && !WITHOUT_RATE.contains(name);
    }
}
