package io.flagstone.testkit.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import io.flagstone.testkit.history.Event;
import io.flagstone.testkit.history.Kind;
import io.flagstone.testkit.history.Operation;
import io.flagstone.testkit.history.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RegisterCheckerTest {
    private static final int PLANTS_PER_KIND = 20;

    @Test
    void noValidHistoryRaisesAnAlarm() {
        for (long seed = 0; seed < 1_000; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            Simulation.Load load = Simulation.Load.busy(2 + random.nextInt(8), 1 + random.nextInt(4), 500)
                    .withUnknown(random.nextInt(4) * 0.02)
                    .withThink(random.nextInt(3) * 60);
            Verdict verdict = RegisterChecker.check(Simulation.history(load, seed));
            assertThat(verdict.isClean()).as("seed %d: %s", seed, verdict).isTrue();
        }
    }

    @Test
    void noValidHistoryRaisesAnAlarmWhereMissesProveNothing() {
        RegisterChecker blind = new RegisterChecker(CheckOptions.strict().withBlindMisses());
        for (long seed = 0; seed < 200; seed++) {
            Verdict verdict = blind.verdict(Simulation.history(Simulation.Load.busy(8, 3, 500), seed));
            assertThat(verdict.isClean()).as("seed %d: %s", seed, verdict).isTrue();
        }
    }

    @Test
    void noValidHistoryRaisesAnAlarmWhereUnknownsSettle() {
        // The simulation lets unknown operations take effect up to 5,100 after their call.
        RegisterChecker settling =
                new RegisterChecker(CheckOptions.strict().withUnknownsSettledWithin(Duration.ofNanos(5_100)));
        for (long seed = 0; seed < 200; seed++) {
            Verdict verdict = settling.verdict(Simulation.history(Simulation.Load.busy(8, 3, 500), seed));
            assertThat(verdict.isClean()).as("seed %d: %s", seed, verdict).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(Planted.class)
    void everyPlantedErrorIsFound(Planted error) {
        for (long seed = 0; seed < PLANTS_PER_KIND; seed++) {
            List<Event> events = plant(error, Simulation.history(Simulation.Load.busy(8, 3, 1_500), seed), seed);
            Verdict verdict = RegisterChecker.check(events);
            assertThat(verdict.violations()).as("seed %d: %s", seed, verdict).hasSize(1);
            Violation violation = verdict.violations().get(0);
            assertThat(violation.key()).isEqualTo(error.needsQuiet() ? "quiet" : "k0");
            assertThat(violation.contradiction())
                    .as("seed %d: %s", seed, verdict)
                    .hasSizeLessThanOrEqualTo(4)
                    .allMatch(event -> event.client().equals("planted"));
        }
    }

    @ParameterizedTest
    @EnumSource(Planted.class)
    void everyPlantedErrorIsFoundWhereUnknownsSettle(Planted error) {
        RegisterChecker settling =
                new RegisterChecker(CheckOptions.strict().withUnknownsSettledWithin(Duration.ofNanos(5_100)));
        List<Event> events = plant(error, Simulation.history(Simulation.Load.busy(8, 3, 1_500), 1), 1);
        assertThat(settling.verdict(events).violations()).hasSize(1);
    }

    @Test
    void aLateGhostIsFoundOnlyWhereUnknownsSettle() {
        List<Event> events = List.of(
                new Event("c1", Operation.put("k", "ghost"), Outcome.Plain.UNKNOWN, 0, 10),
                new Event("c2", Operation.put("k", "a"), Outcome.Plain.DONE, 100, 110),
                new Event("c2", Operation.get("k"), new Outcome.Saw("ghost"), 120, 130));
        CheckOptions strict = CheckOptions.strict();
        assertThat(RegisterChecker.check(events).isClean()).isTrue();
        assertThat(new RegisterChecker(strict.withUnknownsSettledWithin(Duration.ofNanos(90)))
                        .verdict(events)
                        .isClean())
                .isTrue();
        assertThat(new RegisterChecker(strict.withUnknownsSettledWithin(Duration.ofNanos(80)))
                        .verdict(events)
                        .isClean())
                .isFalse();
    }

    @Test
    void aMissMayBeBlindWhereTheOptionsSaySo() {
        List<Event> events = Planted.RESURRECTION_AFTER_MISS.on("k", 0);
        assertThat(RegisterChecker.check(events).isClean()).isFalse();
        assertThat(new RegisterChecker(CheckOptions.strict().withBlindMisses())
                        .verdict(events)
                        .isClean())
                .isTrue();
    }

    @Test
    void aLossExplainsTwoWinnersThatWereNotSeenTogether() {
        List<Event> events = Planted.TWO_WINNERS_OF_PUT_IF_ABSENT.on("k", 0).subList(0, 2);
        assertThat(RegisterChecker.check(events).isClean()).isTrue();
    }

    @Test
    void theReportTellsTheContradictionAndTheReason() {
        List<Event> events = plant(Planted.STALE_READ, Simulation.history(Simulation.Load.busy(8, 1, 300), 7), 7);
        Verdict verdict = RegisterChecker.check(events);
        assertThat(verdict.toString())
                .contains("1 keys in violation, 0 undecided")
                .contains("planted was answered a by get(), but a cannot have been there then")
                .containsPattern("  planted .* put\\(a\\) -> done")
                .containsPattern("  planted .* put\\(b\\) -> done")
                .containsPattern("! planted .* get\\(\\) -> a")
                .contains("before and around");
        assertThatThrownBy(verdict::requireClean)
                .isInstanceOf(AssertionError.class)
                .hasMessage(verdict.toString());
    }

    @Test
    void anExhaustedBoundIsNeitherPassedNorFailed() {
        List<Event> events = Simulation.history(Simulation.Load.busy(8, 1, 500), 3);
        Verdict verdict = new RegisterChecker(CheckOptions.strict().withMostConfigurations(100)).verdict(events);
        assertThat(verdict.violations()).isEmpty();
        assertThat(verdict.undecided()).containsOnlyKeys("k0", "count-k0");
        assertThat(verdict.isClean()).isFalse();
        assertThatThrownBy(verdict::requireClean).isInstanceOf(AssertionError.class);
    }

    @Test
    void moreOperationsAtOnceThanCanBeHeldAreUndecided() {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i <= Long.SIZE; i++) {
            events.add(new Event("c" + i, Operation.put("k", "v" + i), Outcome.Plain.DONE, i, 1_000));
        }
        assertThat(RegisterChecker.check(events).undecided()).containsOnlyKeys("k");
        assertThat(RegisterChecker.check(events.subList(1, events.size())).isClean())
                .isTrue();
    }

    @Test
    void contendedKeysDoNotExplode() {
        Simulation.Load hot = Simulation.Load.busy(8, 1, 5_000).withThink(0).withUnknown(0.05);
        List<Simulation.Load> loads = List.of(
                hot,
                hot.only(Kind.PUT, Kind.GET),
                hot.only(Kind.PUT),
                hot.only(Kind.INVOKE_ADD),
                hot.only(Kind.INVOKE_APPEND, Kind.REMOVE),
                hot.only(Kind.PUT, Kind.CONTAINS_KEY, Kind.REMOVE, Kind.REPLACE, Kind.PUT_IF_ABSENT),
                new Simulation.Load(16, 1, 5_000, 0.01, 0.001, 0, List.of()));
        for (Simulation.Load load : loads) {
            Verdict verdict = RegisterChecker.check(Simulation.history(load, 11));
            assertThat(verdict.isClean()).as("%s: %s", load, verdict).isTrue();
        }
    }

    @Test
    void aHundredThousandOperationsAreCheckedInSeconds() {
        List<Event> events = Simulation.history(Simulation.Load.busy(8, 200, 100_000), 5);
        assertTimeout(
                Duration.ofSeconds(20), () -> RegisterChecker.check(events).requireClean());
    }

    /**
     * Puts the error on key k0 into a gap made at a random moment; on a key of its own, or after the end, if it needs
     * that.
     */
    private static List<Event> plant(Planted error, List<Event> events, long seed) {
        long end = events.stream().mapToLong(Event::returned).max().orElseThrow();
        long moment = error.touchesAll() ? end : new SplittableRandom(seed).nextLong(end / 10, end);
        List<Event> planted = new ArrayList<>();
        for (Event event : events) {
            planted.add(new Event(
                    event.client(),
                    event.operation(),
                    event.outcome(),
                    later(event.invoked(), moment),
                    later(event.returned(), moment)));
        }
        planted.addAll(error.on(error.needsQuiet() ? "quiet" : "k0", moment + 1));
        return planted;
    }

    private static long later(long time, long moment) {
        return time > moment ? time + Planted.LENGTH : time;
    }
}
