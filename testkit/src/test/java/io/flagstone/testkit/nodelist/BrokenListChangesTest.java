package io.flagstone.testkit.nodelist;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.testkit.nodelist.Faults.Kind;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What happens without one of the protocol's rules, or outside of its assumptions: the model finds it. The seed is one that
 * did when this was written; if the model changes, another one near it will.
 */
class BrokenListChangesTest {

    private static final int NEAR = 600;
    private static final Set<Kind> ALL = EnumSet.allOf(Kind.class);
    private static final Set<Kind> AMBUSHES = EnumSet.of(Kind.LIST, Kind.EVICT_VIEW, Kind.AMBUSH, Kind.PAUSE);
    private static final Set<Kind> JOINS = EnumSet.of(Kind.LIST, Kind.CRASH, Kind.PAUSE, Kind.CUT);
    private static final Set<Kind> BREAKS = EnumSet.of(Kind.BREAK, Kind.PAUSE);
    private static final Set<Kind> LISTS = EnumSet.of(Kind.LIST, Kind.BREAK);

    static Stream<Arguments> refuted() {
        return Stream.of(
                Arguments.of(new PlainSwitch(), ALL, 1),
                Arguments.of(new OneAnchor(), ALL, 2),
                Arguments.of(new MostElectors(), ALL, 2),
                Arguments.of(new NoEras(), ALL, 2),
                Arguments.of(new ReadsAheadOnly(), LISTS, 686),
                Arguments.of(new TriesAgain(), ALL, 30),
                Arguments.of(new TokensOfTheMoment(), AMBUSHES, 2491),
                Arguments.of(new NoWitness(), ALL, 14),
                Arguments.of(new LeavingWitness(), AMBUSHES, 3796),
                Arguments.of(new IdleWitness(), AMBUSHES, 26),
                Arguments.of(new FillsByAdd(), AMBUSHES, 89),
                Arguments.of(new KeepsEras(), ALL, 9),
                Arguments.of(new BareGrace(), ALL, 1),
                Arguments.of(new HearsTheDead(), ALL, 36612),
                Arguments.of(new BuriedAlive(), ALL, 3),
                Arguments.of(new AnyLoss(), ALL, 51),
                Arguments.of(new DisjointLists(), JOINS, 20),
                Arguments.of(new OneList.AllAhead(), BREAKS, 476),
                Arguments.of(new OneList.AllBehind(), BREAKS, 515));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refuted")
    void withoutARuleAnOldValueComesBackOrASlotIsServedTwice(Protocol broken, Set<Kind> kinds, long first) {
        long seed = first;
        while (seed < first + NEAR && Simulation.run(seed, broken, kinds, false).isSafe()) {
            seed++;
        }
        assertThat(seed).as("a seed that refutes %s", broken).isLessThan(first + NEAR);
    }
}
