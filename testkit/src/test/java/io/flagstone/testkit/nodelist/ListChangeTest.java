package io.flagstone.testkit.nodelist;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/**
 * The protocol that was adopted, over many schedules. More of them: {@code -Dflagstone.nodelist.seconds=600}, and
 * {@code -Dflagstone.nodelist.first=…} to begin elsewhere or to see one schedule again.
 */
class ListChangeTest {

    private static final long FIRST = Long.getLong("flagstone.nodelist.first", 1);
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("flagstone.nodelist.seconds", 4));

    /** So many are tried however slow the machine is. */
    private static final int LEAST = 100;

    private static final Set<Faults.Kind> EVERYTHING = EnumSet.allOf(Faults.Kind.class);

    @Test
    void noOldValueComesBackNoSlotIsServedTwiceAndEverySlotIsServedAgain() {
        assertBorne(EVERYTHING);
    }

    @Test
    void norWhereDocumentsAreLostAtTheWorstMoments() {
        assertBorne(EnumSet.of(Faults.Kind.LIST, Faults.Kind.EVICT_VIEW, Faults.Kind.AMBUSH, Faults.Kind.PAUSE));
    }

    /** Old values may come back then, for clients that sleep know another list; and two lines may begin side by side. */
    @Test
    void everySlotIsServedAgainByOneLineWhereAllDocumentsMayBeLostAtOnce() {
        assertTried(
                new AnyLoss(),
                EnumSet.complementOf(EnumSet.of(Faults.Kind.BURY)),
                result -> result.unserved().isEmpty() || result.lines() > 1);
    }

    /** Clears come as the steps that follow a connection's end. */
    @Test
    void noValueIsSeenThatWasNotThereWhereTheListStaysAsItIsAndClearsOvertakeOperations() {
        assertBorne(new OneList(), EnumSet.complementOf(EnumSet.of(Faults.Kind.LIST, Faults.Kind.BURY)));
    }

    private static void assertBorne(Set<Faults.Kind> kinds) {
        assertBorne(new Protocol(), kinds);
    }

    private static void assertBorne(Protocol protocol, Set<Faults.Kind> kinds) {
        assertTried(
                protocol, kinds, result -> result.isSafe() && result.unserved().isEmpty());
    }

    private static void assertTried(Protocol protocol, Set<Faults.Kind> kinds, Predicate<Simulation.Result> borne) {
        long end = System.nanoTime() + TIME.toNanos();
        long acknowledged = 0;
        long operations = 0;
        long schedules = 0;
        for (long seed = FIRST; seed < FIRST + LEAST || System.nanoTime() < end; seed++) {
            Simulation.Result result = Simulation.run(seed, protocol, kinds, false);
            if (!borne.test(result)) {
                throw new AssertionError("seed " + seed + "\n"
                        + Simulation.run(seed, protocol, kinds, true).trace() + "\n" + result);
            }
            acknowledged += result.acknowledged();
            operations += result.operations();
            schedules++;
        }
        System.out.println(
                schedules + " schedules, " + acknowledged + " of " + operations + " operations acknowledged");
        // a protocol that refuses everything would be safe
        assertThat(acknowledged).isGreaterThan(operations * 9 / 10);
    }

    @Test
    void aScheduleIsTheSameWheneverItsSeedIs() {
        String once = Simulation.run(7, new Protocol(), EVERYTHING, true).trace();
        String twice = Simulation.run(7, new Protocol(), EVERYTHING, true).trace();
        assertThat(once).isEqualTo(twice).contains("has carried").contains("***");
    }

    @Test
    void onlySlotsThatMoveLoseTheirEntriesWhenANodeJoins() {
        assertSurvivors(List.of("a", "b"), List.of("a", "b", "c"), "");
    }

    @Test
    void onlySlotsThatMoveLoseTheirEntriesWhenANodeLeaves() {
        assertSurvivors(List.of("a", "b", "c", "d"), List.of("a", "b", "d"), "");
    }

    @Test
    void onlySlotsThatMoveLoseTheirEntriesWhenANodeHasEndedForGood() {
        assertSurvivors(List.of("a", "b", "c"), List.of("a", "b"), "c");
    }

    private static void assertSurvivors(List<String> first, List<String> next, String ended) {
        Map<Integer, Boolean> survivors = new CalmChange(1, first).survivors(next, ended);
        assertThat(survivors).hasSize(Workload.KEYS).containsValue(true).containsValue(false);
        survivors.forEach((slot, there) -> assertThat(there)
                .as("slot %d", slot)
                .isEqualTo(new View(1, 1, first).owner(slot).equals(new View(1, 2, next).owner(slot))));
    }
}
