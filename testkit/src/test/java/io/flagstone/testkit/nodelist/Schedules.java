package io.flagstone.testkit.nodelist;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Tries a protocol over many schedules. More of them: {@code -Dflagstone.nodelist.seconds=600}, and
 * {@code -Dflagstone.nodelist.first=…} to begin elsewhere or to see one schedule again.
 */
final class Schedules {

    private static final long FIRST = Long.getLong("flagstone.nodelist.first", 1);
    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("flagstone.nodelist.seconds", 4));

    /** So many are tried however slow the machine is. */
    private static final int LEAST = 100;

    private Schedules() {}

    static void assertBorne(Protocol protocol, Set<Faults.Kind> kinds) {
        assertTried(
                protocol, kinds, result -> result.isSafe() && result.unserved().isEmpty());
    }

    static void assertTried(Protocol protocol, Set<Faults.Kind> kinds, Predicate<Simulation.Result> borne) {
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
}
