package io.flagstone.server.internal.admin;

import io.flagstone.server.internal.observe.Happening.Kind;
import io.flagstone.server.internal.observe.Happenings;

/** Tells from two looks at the statistics what happened in between. Texts are the same for the same thing. */
final class Changes {
    /** A share of the items whose eviction within a step is a storm; fewer than so many never are. Guesses. */
    private static final double STORM_SHARE = 0.01;

    private static final double STORM_MIN = 100;
    private static final double MEBIBYTE = 1 << 20;

    private final Happenings to;

    Changes(Happenings to) {
        this.to = to;
    }

    void compare(Moment before, Moment now) {
        settings(before, now);
        if (now.wasReset(before)) {
            to.note(Kind.SETTINGS, "the statistics were reset");
            return;
        }
        evictions(before, now);
        String limit = now.general().text("max_connections");
        tell(
                before,
                now,
                "rejected_connections",
                Kind.CONNECTIONS,
                "connections were turned away at the limit of " + limit);
        tell(before, now, "listen_disabled_num", Kind.CONNECTIONS, "accepting stopped at the limit of " + limit);
        tell(before, now, "idle_kicks", Kind.CONNECTIONS, "silent connections were closed");
        tell(before, now, "rejected_logins", Kind.CONNECTIONS, "somebody tried too many wrong passwords");
        tell(before, now, "store_no_memory", Kind.MEMORY, "items could not be stored for lack of memory");
        tell(before, now, "store_too_large", Kind.MEMORY, "items were refused for their size");
        tell(before, now, "cmd_flush", Kind.SETTINGS, "flush_all");
        tell(before, now, "faults", Kind.FAULT, "something failed by our fault; the log says where");
    }

    private void tell(Moment before, Moment now, String name, Kind kind, String text) {
        if (now.grown(before, name) > 0) {
            to.note(kind, text);
        }
    }

    private void evictions(Moment before, Moment now) {
        double evicted = now.grown(before, "evictions");
        if (evicted > 0 && before.general().number("evictions") == 0) {
            to.note(Kind.EVICTIONS, "memory is full: the first items were evicted");
        }
        if (evicted >= Math.max(STORM_MIN, STORM_SHARE * now.general().number("curr_items"))) {
            to.note(Kind.EVICTIONS, "more than 1 % of all items were evicted within 5 s");
        }
    }

    private void settings(Moment before, Moment now) {
        now.settings().forEach((name, value) -> {
            String earlier = before.settings().get(name);
            if (earlier != null && !earlier.equals(value)) {
                to.note(Kind.SETTINGS, name + " was changed from " + earlier + " to " + value);
            }
        });
        double was = before.general().number("limit_maxbytes");
        double is = now.general().number("limit_maxbytes");
        if (was != is) {
            long from = Math.round(was / MEBIBYTE);
            to.note(
                    Kind.SETTINGS,
                    "memory for items was changed from " + from + " to " + Math.round(is / MEBIBYTE) + " MiB");
        }
    }
}
