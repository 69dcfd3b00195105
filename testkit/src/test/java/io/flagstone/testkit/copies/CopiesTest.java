package io.flagstone.testkit.copies;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * The protocol that was adopted, over many schedules. More of them: {@code -Dflagstone.copies.seconds=600}, and
 * {@code -Dflagstone.copies.first=…} to begin elsewhere or to see one schedule again.
 */
class CopiesTest {

    private static final long FIRST = Long.getLong("flagstone.copies.first", 1);
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("flagstone.copies.seconds", 3));

    /** So many are tried however slow the machine is. */
    private static final int LEAST = 300;

    private static final Set<Faults.Kind> EVERYTHING = EnumSet.allOf(Faults.Kind.class);

    @Test
    void noOldValueIsReadFromACopyWhereChangesFailWithTheirNodes() {
        assertBorne(false);
    }

    @Test
    void norByAClientThatLivesOnWhileNodesAreAway() {
        assertBorne(true);
    }

    private static void assertBorne(boolean passes) {
        long end = System.nanoTime() + TIME.toNanos();
        long acknowledged = 0;
        long operations = 0;
        long copies = 0;
        long schedules = 0;
        for (long seed = FIRST; seed < FIRST + LEAST || System.nanoTime() < end; seed++) {
            Simulation.Result result = Simulation.run(seed, new Protocol(), passes, EVERYTHING, false);
            if (!result.verdict().isClean()) {
                Simulation.Result traced = Simulation.run(seed, new Protocol(), passes, EVERYTHING, true);
                throw new AssertionError("seed " + seed + "\n" + traced.trace() + "\n" + traced.verdict());
            }
            acknowledged += result.acknowledged();
            operations += result.operations();
            copies += result.copiesRead();
            schedules++;
        }
        System.out.println(schedules + " schedules, " + acknowledged + " of " + operations
                + " operations acknowledged, " + copies + " reads answered by copies");
        // a protocol that refuses everything would be safe, and so would one that reads no copy
        assertThat(acknowledged).isGreaterThan(operations / 2);
        assertThat(copies).isGreaterThan(schedules / 2);
    }

    @Test
    void aScheduleIsTheSameWheneverItsSeedIs() {
        String once = Simulation.run(7, new Protocol(), false, EVERYTHING, true).trace();
        String twice =
                Simulation.run(7, new Protocol(), false, EVERYTHING, true).trace();
        assertThat(once).isEqualTo(twice).contains("***");
    }
}
