package io.flagstone.provider.promise;

import static org.awaitility.Awaitility.await;

import io.flagstone.provider.testing.Operations;
import io.flagstone.testkit.check.CheckOptions;
import io.flagstone.testkit.history.Event;
import io.flagstone.testkit.history.History;
import io.flagstone.testkit.history.Operation;
import io.flagstone.testkit.history.Outcome;
import io.flagstone.testkit.history.Recorder;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.Cache;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What clients were told through a router that never fails over, while the nodes behind it are killed, restarted and stopped and
 * the cache is cleared now and then, can be explained by a cache that may lose entries and never brings an older value back.
 */
@Tag("faults")
class EndpointHistoryIT {

    private static final String SERVERS = "io.flagstone.provider.promise.Servers#keepingTokens";

    private static final int THREADS = 8;
    private static final int HOT_KEYS = 6;
    private static final int COLD_KEYS = 100;

    /** Calls that are answered once all nodes are back. */
    private static final int RECOVERED = 1_500;

    /** Of the router, for a node. */
    private static final Duration PATIENCE = Duration.ofMillis(150);

    private static final Duration SOON = Duration.ofSeconds(30);

    /** More of them, and on all servers that keep tokens: {@code -Dhistory.seconds=60}. */
    private static final long SECONDS = Long.getLong("history.seconds", 10);

    /** One call in so many clears the cache. */
    private static final int CLEARS = 400;

    private static Routed routed(Servers servers, String policy) {
        return Routed.steady(servers, PATIENCE)
                .set("flagstone.cache.*.failure", policy)
                .set("flagstone.timeout", "400ms")
                .set("flagstone.suspect.silent", "700ms");
    }

    @ParameterizedTest
    @MethodSource(SERVERS)
    void twoClientsAreToldOneStory(Servers servers) throws Exception {
        try (Routed routed = routed(servers, "fail")) {
            HistoryIT.check(run(routed, List.of(routed.cache(), routed.cache())), CheckOptions.strict());
        }
    }

    static List<Servers> some() {
        return Long.getLong("history.seconds") == null ? List.of(Servers.OWN) : Servers.keepingTokens();
    }

    /** A client of its own knows all that a node missed, so that even passing over failures stays consistent. */
    @ParameterizedTest
    @MethodSource("some")
    void aClientThatPassesOverFailuresNeverSeesAnOlderValue(Servers servers) throws Exception {
        try (Routed routed = routed(servers, "miss")) {
            HistoryIT.check(
                    run(routed, List.of(routed.cache())), CheckOptions.strict().withBlindMisses());
        }
    }

    private static List<Event> run(Routed routed, List<Cache<String, String>> clients) throws Exception {
        History history = History.inMemory();
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger answered = new AtomicInteger();
        Threads.together(THREADS + 1, thread -> {
            if (thread == THREADS) {
                try {
                    Faults.on(routed.engine(), Routed.NODES, SECONDS, new Random(43));
                    int before = answered.get();
                    await("calls are answered again").atMost(SOON).until(() -> answered.get() > before + RECOVERED);
                } finally {
                    stop.set(true);
                }
            } else {
                Cache<String, String> cache = clients.get(thread % clients.size());
                Recorder recorder = history.recorder("t" + thread);
                Random random = new Random(thread);
                for (int i = 0; !stop.get(); i++) {
                    if (operate(cache, recorder, random, thread + "." + i)) {
                        answered.incrementAndGet();
                    } else {
                        TimeUnit.MILLISECONDS.sleep(5); // the node that has the generation may be away
                    }
                }
            }
        });
        return history.events();
    }

    private static boolean operate(Cache<String, String> cache, Recorder recorder, Random random, String value) {
        if (random.nextInt(CLEARS) > 0) {
            String key = random.nextInt(3) == 0 ? "hot" + random.nextInt(HOT_KEYS) : "cold" + random.nextInt(COLD_KEYS);
            return new Operations(cache, recorder, random).next(key, value);
        }
        Outcome cleared = recorder.run(Operation.clear(), () -> {
            cache.clear();
            return "";
        });
        return cleared.isAcknowledged();
    }
}
