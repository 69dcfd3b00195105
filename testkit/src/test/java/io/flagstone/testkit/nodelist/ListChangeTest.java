package io.flagstone.testkit.nodelist;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumSet;
import org.junit.jupiter.api.Test;

/** The protocol that was adopted, over many schedules. More of them: {@code -Dflagstone.nodelist.seeds=100000}. */
class ListChangeTest {

    private static final int SEEDS = Integer.getInteger("flagstone.nodelist.seeds", 2_000);
    private static final long FIRST = Long.getLong("flagstone.nodelist.first", 1);

    @Test
    void noOrderOfChangesAndFaultsBringsBackAnOldValueOrLetsTwoWin() {
        long acknowledged = 0;
        long operations = 0;
        long versions = 0;
        int unserved = 0;
        for (long seed = FIRST; seed < FIRST + SEEDS; seed++) {
            Simulation.Result result = Simulation.run(seed, new Protocol());
            if (!result.isSafe() || !result.unserved().isEmpty()) {
                Simulation.Result again = Simulation.run(seed, new Protocol(), EnumSet.allOf(Faults.Kind.class), true);
                System.out.println(again.trace());
                throw new AssertionError("seed " + seed + "\n" + result.verdict() + "unserved " + result.unserved());
            }
            acknowledged += result.acknowledged();
            operations += result.operations();
            versions += result.last().version();
        }
        System.out.println(acknowledged + " of " + operations + " versions " + versions);
        assertThat(unserved).isZero();
    }
}
