package io.flagstone.server.internal.metrics;

import io.flagstone.server.internal.report.NodeFacts;
import io.flagstone.server.internal.stats.Counter;

/** What only this node has to say. */
final class OwnMetrics {
    private static final double NANOS = 1e9;

    private OwnMetrics() {}

    static void add(Families to, NodeFacts facts) {
        to.info(
                "flagstone_info",
                "The transport, as a label.",
                "transport",
                facts.runtime().transport());
        to.gauge("flagstone_slots", "Smallest entries the memory stands for.", (double)
                facts.options().slots());
        to.gauge("flagstone_event_loops", "Event loops.", facts.options().threads());
        delays(to, facts.observation().delays());
        to.counter(
                "flagstone_lookahead_keys_total",
                "Keys read ahead of their requests, so that memory was fetched for several at once.",
                (double) facts.counters().value(Counter.LOOKED_AHEAD));
        facts.faults()
                .counts()
                .forEach((place, count) -> to.counter(
                        "flagstone_faults_total",
                        "What went wrong on our side, by place.",
                        count.doubleValue(),
                        "place",
                        place));
        duels(to, facts);
        to.histogram(
                "flagstone_batch_seconds",
                "From the reading of a batch of requests to the sending of its answers, of one batch in 64.",
                facts.observation().latencies().sum());
        ProcessMetrics.add(to);
    }

    private static void delays(Families to, long[] delays) {
        for (int loop = 0; loop < delays.length; loop++) {
            if (delays[loop] >= 0) {
                to.gauge(
                        "flagstone_event_loop_delay_seconds",
                        "How late the event loop ran a task when it was last asked to, at most 5 s ago.",
                        delays[loop] / NANOS,
                        "loop",
                        Integer.toString(loop));
            }
        }
    }

    private static void duels(Families to, NodeFacts facts) {
        facts.engine().measurements().forEach((name, value) -> {
            String[] parts = name.split(":");
            switch (parts[0]) {
                case "duels_trust" ->
                    to.gauge(
                            "flagstone_slab_duels_trust",
                            "How far counts of requests decide what is evicted; below 0, age does.",
                            value,
                            "slab",
                            parts[1]);
                case "duels_refused", "duels_doubted" ->
                    to.counter(
                            "flagstone_slab_duels_total",
                            "Where counts spoke against a newcomer: it was refused, or age let it in all the same.",
                            value,
                            "slab",
                            parts[1],
                            "outcome",
                            parts[0].substring(parts[0].indexOf('_') + 1));
                default -> to.gauge("flagstone_engine", "A figure of the storage engine.", value, "name", name);
            }
        });
    }
}
