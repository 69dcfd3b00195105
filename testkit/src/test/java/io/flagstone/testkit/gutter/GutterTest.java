package io.flagstone.testkit.gutter;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * The rules that were adopted, over many schedules. More of them: {@code -Dflagstone.gutter.seconds=600}, and
 * {@code -Dflagstone.gutter.first=…} to begin elsewhere or to see one schedule again.
 */
class GutterTest {

    private static final long FIRST = Long.getLong("flagstone.gutter.first", 1);
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("flagstone.gutter.seconds", 2));

    /** So many are tried however slow the machine is. */
    private static final int LEAST = 300;

    @Test
    void noClientReadsWhatIsOlderThanWhatItHasSeenAndNothingInTheGutterIsOlderThanItsLife() {
        long end = System.nanoTime() + TIME.toNanos();
        long reads = 0;
        long fromGutter = 0;
        long schedules = 0;
        for (long seed = FIRST; seed < FIRST + LEAST || System.nanoTime() < end; seed++) {
            Simulation.Result result = Simulation.run(seed, new Rules(), false);
            if (result.violation() != null) {
                throw new AssertionError("seed " + seed + "\n"
                        + Simulation.run(seed, new Rules(), true).trace() + "\n" + result.violation());
            }
            reads += result.reads();
            fromGutter += result.fromGutter();
            schedules++;
        }
        System.out.println(schedules + " schedules, " + reads + " reads, " + fromGutter + " from the gutter");
        // clients that never use it would be safe
        assertThat(fromGutter).isGreaterThan(reads / 100);
    }

    @Test
    void aScheduleIsTheSameWheneverItsSeedIs() {
        String once = Simulation.run(7, new Rules(), true).trace();
        assertThat(Simulation.run(7, new Rules(), true).trace()).isEqualTo(once).contains("gutter");
    }
}
