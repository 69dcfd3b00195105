package io.flagstone.testkit.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.testkit.history.Event;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The checker against the brute force, on thousands of small histories that need not make sense. */
class CrossCheckTest {
    private static final int SEEDS = Integer.getInteger("flagstone.crosscheck.seeds", 40_000);
    private static final int LARGEST = 7;

    @Test
    void theVerdictIsThatOfTryingEverything() {
        assertSameVerdicts(1, CheckOptions.strict());
    }

    @Test
    void soItIsWhereMissesProveNothing() {
        assertSameVerdicts(1_000_000_000, CheckOptions.strict().withBlindMisses());
    }

    @Test
    void soItIsWhereUnknownOperationsAreBoundedInTime() {
        assertSameVerdicts(2_000_000_000L, CheckOptions.strict().withUnknownsSettledWithin(Duration.ofNanos(3)));
    }

    private static void assertSameVerdicts(long firstSeed, CheckOptions options) {
        int explained = 0;
        for (long seed = firstSeed; seed < firstSeed + SEEDS; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            List<Event> events = new SmallHistories(random).next(2 + random.nextInt(LARGEST - 1));
            boolean expected = BruteForce.explains(events, options);
            Verdict verdict = new RegisterChecker(options).verdict(events);
            assertThat(verdict.undecided()).as("seed %d", seed).isEmpty();
            assertThat(verdict.isClean())
                    .as("seed %d:%n%s%n%s", seed, BruteForce.print(events), verdict)
                    .isEqualTo(expected);
            explained += expected ? 1 : 0;
        }
        // Neither verdict may be rare, or agreement would mean little.
        assertThat(explained).isBetween(SEEDS / 10, SEEDS * 9 / 10);
    }
}
