package io.flagstone.provider.promise;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.provider.testing.Operations;
import io.flagstone.testkit.check.CheckOptions;
import io.flagstone.testkit.check.RegisterChecker;
import io.flagstone.testkit.check.Verdict;
import io.flagstone.testkit.history.Event;
import io.flagstone.testkit.history.History;
import io.flagstone.testkit.history.Recorder;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What clients were told, while nodes are killed, restarted and stopped, can be explained by a cache that may lose
 * entries and never brings an older value back.
 */
@Tag("faults")
class HistoryIT {

    private static final int THREADS = 8;
    private static final int HOT_KEYS = 6;
    private static final int COLD_KEYS = 100;
    private static final long SECONDS = 12;

    /** More of them, and on our nodes, too: {@code -Dhistory.seconds=60}. */
    private static final long WITH_COPIES = Long.getLong("history.seconds", 3);

    private static Cache<String, String> cache(Engine engine) {
        return engine.client().createCache("c", new MutableConfiguration<String, String>());
    }

    private static Engine engine(Engine.Kind kind, String policy) {
        return impatient(Engine.fresh(kind, 3), policy);
    }

    private static Engine impatient(Engine engine, String policy) {
        return engine.set("flagstone.cache.*.failure", policy)
                .set("flagstone.timeout", "200ms")
                .set("flagstone.suspect.silent", "700ms")
                .set("flagstone.retry.longest", "200ms");
    }

    @ParameterizedTest
    @EnumSource(
            value = Engine.Kind.class,
            names = {"OWN", "STOCK"})
    void twoClientsAreToldOneStoryWhileNodesDieAndHang(Engine.Kind kind) throws Exception {
        try (Engine engine = engine(kind, "fail")) {
            List<Event> events = run(engine, List.of(cache(engine), cache(engine)), SECONDS);
            check(events, CheckOptions.strict());
        }
    }

    /** A client of its own knows all that a node missed, so that even passing over failures stays consistent. */
    @ParameterizedTest
    @EnumSource(
            value = Engine.Kind.class,
            names = {"OWN", "STOCK"})
    void aClientThatPassesOverFailuresNeverSeesAnOlderValue(Engine.Kind kind) throws Exception {
        try (Engine engine = engine(kind, "miss")) {
            List<Event> events = run(engine, List.of(cache(engine)), SECONDS);
            check(events, CheckOptions.strict().withBlindMisses());
        }
    }

    /** Nor does one whose entries are kept by other nodes meanwhile. */
    @ParameterizedTest
    @MethodSource("withGutter")
    void norDoesAClientThatReadsWhatOtherNodesKeepMeanwhile(Engine.Kind kind) throws Exception {
        try (Engine engine = engine(kind, "gutter")) {
            List<Event> events = run(engine, List.of(cache(engine)), WITH_COPIES);
            check(events, CheckOptions.strict().withBlindMisses());
        }
    }

    static List<Engine.Kind> withGutter() {
        return Long.getLong("history.seconds") == null
                ? List.of(Engine.Kind.STOCK)
                : List.of(Engine.Kind.STOCK, Engine.Kind.OWN);
    }

    static List<Servers> withCopies() {
        return Long.getLong("history.seconds") == null ? Servers.stock() : Servers.all();
    }

    /** What the owner has lost may still be on another node, so that a miss proves nothing. */
    @ParameterizedTest
    @MethodSource("withCopies")
    void copiesThatAreReadWhileTheirOwnersAreAwayAreOfTheSameStory(Servers servers) throws Exception {
        try (Engine engine = impatient(Engine.fresh(servers, 3), "fail").set("flagstone.cache.*.copies", "2")) {
            List<Event> events = run(engine, List.of(cache(engine), cache(engine)), WITH_COPIES);
            check(events, CheckOptions.strict().withBlindMisses());
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.Kind.class)
    void withoutFaultsEveryCallIsAnswered(Engine.Kind kind) throws Exception {
        try (Engine engine = Engine.of(kind, 3)) {
            List<Event> events = run(engine, List.of(cache(engine), cache(engine)), 0);
            check(events, CheckOptions.strict());
            assertThat(events).noneMatch(event -> !event.outcome().isAcknowledged());
        }
    }

    /**
     * @param faults for so many seconds
     */
    private static List<Event> run(Engine engine, List<Cache<String, String>> clients, long faults) throws Exception {
        History history = History.inMemory();
        AtomicBoolean stop = new AtomicBoolean();
        Threads.together(THREADS + 1, thread -> {
            if (thread == THREADS) {
                try {
                    if (faults > 0) {
                        Faults.on(engine, 3, faults, new Random(41));
                    } else {
                        TimeUnit.SECONDS.sleep(SECONDS / 4);
                    }
                } finally {
                    stop.set(true);
                }
            } else {
                Recorder recorder = history.recorder("t" + thread);
                Random random = new Random(thread);
                for (int i = 0; !stop.get(); i++) {
                    operate(clients.get(thread % clients.size()), recorder, random, thread + "." + i);
                }
            }
        });
        return history.events();
    }

    static void operate(Cache<String, String> cache, Recorder recorder, Random random, String value) {
        String key = random.nextInt(3) == 0 ? "hot" + random.nextInt(HOT_KEYS) : "cold" + random.nextInt(COLD_KEYS);
        new Operations(cache, recorder, random).next(key, value);
    }

    static void check(List<Event> events, CheckOptions options) {
        long done = events.stream()
                .filter(event -> event.outcome().isAcknowledged())
                .count();
        Verdict verdict = new RegisterChecker(options).verdict(events);
        System.out.println(events.size() + " operations, " + done + " acknowledged: " + verdict);
        verdict.requireClean();
        assertThat(done).isGreaterThan(1_000);
    }
}
