package io.flagstone.testkit.copies;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.testkit.copies.Faults.Kind;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What happens without one of the protocol's rules: the model finds it. The seed is one that did when this was written; if
 * the model changes, another one near it will.
 */
class BrokenCopiesTest {

    private static final int NEAR = 600;
    private static final Set<Kind> ALL = EnumSet.allOf(Kind.class);
    private static final Set<Kind> LOSSES = EnumSet.of(Kind.EVICT, Kind.PAUSE, Kind.CUT);
    private static final Set<Kind> CUTS = EnumSet.of(Kind.PAUSE, Kind.CUT);

    static Stream<Arguments> refuted() {
        return Stream.of(
                Arguments.of(new Without.Tombstones(), false, ALL, 1),
                Arguments.of(new Without.TokensReadFirst(), false, CUTS, 490),
                Arguments.of(new Without.Stubs(), false, LOSSES, 4780),
                Arguments.of(new Without.Confirmation(), false, ALL, 1),
                Arguments.of(new Without.Debts(), true, ALL, 1),
                Arguments.of(new Without.FillsByToken(), false, ALL, 1),
                Arguments.of(new Without.Incarnations(), false, ALL, 17030),
                Arguments.of(new Without.RemovalsOfNothing(), false, ALL, 1),
                Arguments.of(new Without.PrimariesFirst(), false, CUTS, 510),
                Arguments.of(new Without.ClearingCopies(), false, ALL, 1),
                Arguments.of(new Without.Invalidation(), true, ALL, 1),
                Arguments.of(new Without.ReadersThatOnlyRead(), false, LOSSES, 340));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("refuted")
    void withoutARuleAnOldValueComesBack(Protocol broken, boolean passes, Set<Kind> kinds, long first) {
        long seed = first;
        while (seed < first + NEAR
                && Simulation.run(seed, broken, passes, kinds, false).verdict().isClean()) {
            seed++;
        }
        assertThat(seed).as("a seed that refutes %s", broken).isLessThan(first + NEAR);
    }
}
