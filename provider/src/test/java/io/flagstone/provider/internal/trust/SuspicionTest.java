package io.flagstone.provider.internal.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.provider.config.LinkOptions;
import io.flagstone.provider.config.LinkOptions.Detection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** When a node is left alone for its timeouts, and when this JVM is to blame itself; in virtual time. */
class SuspicionTest {

    private static final long MILLI = 1_000_000;

    private static final LinkOptions OPTIONS = new LinkOptions(
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(1),
                    Duration.ofMillis(100),
                    Duration.ofSeconds(10),
                    3,
                    Duration.ofSeconds(5),
                    1000,
                    1)
            .with(Detection.STANDARD);

    private final List<String> nodes = List.of("a", "b", "c");
    private long now = Long.MAX_VALUE - 3_000 * MILLI; // it goes past the largest number, as the machine's may
    private final SelfDoubt doubt = new SelfDoubt(Detection.STANDARD, nodes::size, now);
    private final Suspicion a = new Suspicion("a", OPTIONS, doubt);
    private final Suspicion b = new Suspicion("b", OPTIONS, doubt);

    /** Time passes, and the timer is always in time. */
    private void pass(long millis) {
        long end = now + millis * MILLI;
        long tick = SelfDoubt.TICK.toNanos();
        while (end - now > tick) {
            now += tick;
            doubt.tick(now);
        }
        now = end;
        doubt.tick(now);
    }

    /** Nothing runs for so long. */
    private void halt(long millis) {
        now += millis * MILLI;
    }

    private boolean isLeftAlone(Suspicion node, int timeouts) {
        String why = null;
        for (int i = 0; i < timeouts; i++) {
            why = node.timedOut(now, 0);
        }
        return why != null;
    }

    @Test
    void threeTimeoutsInARowAreEnough() {
        assertThat(isLeftAlone(a, 2)).isFalse();
        assertThat(a.timedOut(now, 0)).isEqualTo("3 calls in a row timed out");
    }

    @Test
    void anyAnswerEndsARow() {
        assertThat(isLeftAlone(a, 2)).isFalse();
        a.heard();
        assertThat(isLeftAlone(a, 2)).isFalse();
        assertThat(isLeftAlone(a, 1)).isTrue();
    }

    /** Of every so many calls one times out, the others are answered. */
    private @Nullable String everySoMany(int calls, int rounds, long pauseMillis) {
        long answered = 1000;
        String why = null;
        for (int i = 0; i < rounds && why == null; i++) {
            answered += calls - 1;
            a.heard();
            pass(pauseMillis);
            why = a.timedOut(now, answered);
        }
        return why;
    }

    @Test
    void halfOfTheCallsOfASecondAreEnough() {
        assertThat(everySoMany(2, 100, 10)).isEqualTo("11 of 21 calls within a second timed out");
    }

    @Test
    void aThirdOfTheCallsIsNotEnough() {
        assertThat(everySoMany(3, 1000, 10)).isNull();
    }

    @Test
    void fewCallsSayNothingOfAShare() {
        assertThat(everySoMany(2, 1000, 150)).isNull();
    }

    @Test
    void aShareMayBeOfNoAccount() {
        LinkOptions options = OPTIONS.with(new Detection(0, Duration.ZERO, Duration.ZERO));
        Suspicion node = new Suspicion("a", options, doubt);
        for (int i = 0; i < 1000; i++) {
            assertThat(node.timedOut(now, 0)).isNull();
            node.heard();
        }
    }

    @Test
    void whatTimesOutWhileThisJvmWasHaltedDoesNotCount() {
        pass(500);
        halt(400);
        assertThat(isLeftAlone(a, 10)).as("the timer has not even woken").isFalse();
        doubt.tick(now);
        pass(900);
        assertThat(isLeftAlone(a, 10)).as("calls from before the halt").isFalse();
        assertThat(doubt.occasions()).isOne();
        pass(200);
        assertThat(isLeftAlone(a, 2)).isFalse();
        assertThat(isLeftAlone(a, 1)).as("calls from after it").isTrue();
    }

    @Test
    void aTimerThatIsALittleLateExcusesNobody() {
        pass(500);
        now += SelfDoubt.TICK.toNanos() + 40 * MILLI;
        doubt.tick(now);
        assertThat(isLeftAlone(a, 3)).isTrue();
        assertThat(doubt.occasions()).isZero();
    }

    @Test
    void aNodeThatIsSilentForTooLongIsLeftAloneHoweverLateTheTimer() {
        List<Boolean> leftAlone = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            halt(1_000);
            doubt.tick(now);
            leftAlone.add(isLeftAlone(a, 3));
        }
        assertThat(leftAlone).containsExactly(false, false, false, false, false, true, true, true);
    }

    @Test
    void whenMostNodesFallSilentTogetherNoMoreAreLeftAlone() {
        assertThat(isLeftAlone(a, 3)).isTrue();
        pass(500);
        assertThat(isLeftAlone(b, 3)).isFalse();
        pass(900);
        assertThat(isLeftAlone(b, 10)).isFalse();
        assertThat(doubt.occasions()).isOne();
        pass(200);
        assertThat(isLeftAlone(b, 2)).isFalse();
        assertThat(isLeftAlone(b, 1)).as("it is still silent a second later").isTrue();
    }

    @Test
    void nodesThatFallSilentOneAfterAnotherAreLeftAlone() {
        assertThat(isLeftAlone(a, 3)).isTrue();
        pass(1_100);
        assertThat(isLeftAlone(b, 3)).isTrue();
        assertThat(doubt.occasions()).isZero();
    }

    @Test
    void anOnlyNodeIsNotExcusedByItself() {
        SelfDoubt alone = new SelfDoubt(Detection.STANDARD, () -> 1, now);
        assertThat(isLeftAlone(new Suspicion("a", OPTIONS, alone), 3)).isTrue();
    }

    @Test
    void whereTheTimerIsNotLookedAtNothingIsLate() {
        SelfDoubt unwatched = new SelfDoubt(new Detection(50, Duration.ZERO, Duration.ZERO), nodes::size, now);
        halt(10_000);
        assertThat(isLeftAlone(new Suspicion("a", OPTIONS, unwatched), 3)).isTrue();
    }
}
