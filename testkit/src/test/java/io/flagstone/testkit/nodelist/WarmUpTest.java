package io.flagstone.testkit.nodelist;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.testkit.nodelist.Faults.Kind;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** New owners of slots copy entries from old ones: many schedules of it, and each of its rules left out once. */
class WarmUpTest {

    private static final int NEAR = 600;
    private static final Set<Kind> WARM = EnumSet.of(Kind.LIST, Kind.CUT, Kind.PAUSE, Kind.BREAK, Kind.EVICT_VIEW);

    /** So soon after a change a warm-up goes on. */
    private static final int SOON = 4;

    @Test
    void noOldValueComesBackNoSlotIsServedTwiceAndEverySlotIsServedAgain() {
        Schedules.assertBorne(new WarmUp(), EnumSet.allOf(Kind.class));
    }

    @Test
    void norWhereOldOwnersAreOftenCutOff() {
        Schedules.assertBorne(new WarmUp(), WARM);
    }

    @Test
    void allEntriesAreStillThereWhenANodeJoins() {
        assertWarm(List.of("a", "b"), List.of("a", "b", "c"));
    }

    @Test
    void allEntriesAreStillThereWhenANodeLeaves() {
        assertWarm(List.of("a", "b", "c", "d"), List.of("a", "b", "d"));
    }

    private static void assertWarm(List<String> first, List<String> next) {
        Map<Integer, Boolean> survivors = new CalmChange(1, first, new WarmUp()).survivors(next, "", SOON);
        assertThat(survivors).hasSize(Workload.KEYS).doesNotContainValue(false);
    }

    static Stream<Arguments> refuted() {
        return Stream.of(
                Arguments.of(new BrokenWarmUp.CopiesWhatCameLate(), 21),
                Arguments.of(new BrokenWarmUp.FencedByTheLast(), 270),
                Arguments.of(new BrokenWarmUp.FencedByTheEnd(), 552),
                Arguments.of(new BrokenWarmUp.ForgetsNothing(), 9),
                Arguments.of(new BrokenWarmUp.ForgetsLast(), 57),
                Arguments.of(new BrokenWarmUp.ChangesInSilence(), 3190),
                Arguments.of(new BrokenWarmUp.MissesInSilence(), 2832),
                Arguments.of(new BrokenWarmUp.ClearsNodesOnly(), 43),
                Arguments.of(new BrokenWarmUp.ClearsOriginsLast(), 2093),
                Arguments.of(new BrokenWarmUp.CopiesByAdd(), 255),
                Arguments.of(new BrokenWarmUp.MissesUnsettled(), 507),
                Arguments.of(new BrokenWarmUp.EmptyIsNothing(), 798),
                Arguments.of(new BrokenWarmUp.FormerAfterLoss(), 1697),
                Arguments.of(new BrokenWarmUp.WarmAfterLoss(), 3565));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refuted")
    void withoutARuleAnOldValueComesBack(Protocol broken, long first) {
        long seed = first;
        while (seed < first + NEAR && Simulation.run(seed, broken, WARM, false).isSafe()) {
            seed++;
        }
        assertThat(seed).as("a seed that refutes %s", broken).isLessThan(first + NEAR);
    }
}
