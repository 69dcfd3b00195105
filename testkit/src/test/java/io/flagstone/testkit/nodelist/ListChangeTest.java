package io.flagstone.testkit.nodelist;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The protocol that was adopted, over many schedules. */
class ListChangeTest {

    private static final Set<Faults.Kind> EVERYTHING = EnumSet.allOf(Faults.Kind.class);

    @Test
    void noOldValueComesBackNoSlotIsServedTwiceAndEverySlotIsServedAgain() {
        Schedules.assertBorne(new Protocol(), EVERYTHING);
    }

    @Test
    void norWhereDocumentsAreLostAtTheWorstMoments() {
        Schedules.assertBorne(
                new Protocol(),
                EnumSet.of(Faults.Kind.LIST, Faults.Kind.EVICT_VIEW, Faults.Kind.AMBUSH, Faults.Kind.PAUSE));
    }

    /** Old values may come back then, for clients that sleep know another list; and two lines may begin side by side. */
    @Test
    void everySlotIsServedAgainByOneLineWhereAllDocumentsMayBeLostAtOnce() {
        Schedules.assertTried(
                new AnyLoss(),
                EnumSet.complementOf(EnumSet.of(Faults.Kind.BURY)),
                result -> result.unserved().isEmpty() || result.lines() > 1);
    }

    /** Clears come as the steps that follow a connection's end. */
    @Test
    void noValueIsSeenThatWasNotThereWhereTheListStaysAsItIsAndClearsOvertakeOperations() {
        Schedules.assertBorne(new OneList(), EnumSet.complementOf(EnumSet.of(Faults.Kind.LIST, Faults.Kind.BURY)));
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
        Map<Integer, Boolean> survivors =
                new CalmChange(1, first, new Protocol()).survivors(next, ended, Simulation.ROUNDS);
        assertThat(survivors).hasSize(Workload.KEYS).containsValue(true).containsValue(false);
        survivors.forEach((slot, there) -> assertThat(there)
                .as("slot %d", slot)
                .isEqualTo(new View(1, 1, first).owner(slot).equals(new View(1, 2, next).owner(slot))));
    }
}
