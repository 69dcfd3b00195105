package io.flagstone.provider.internal.trust;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.provider.internal.clock.Clock;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** How many reads a node gets after it was away; in virtual time. */
class RampTest {

    private static final int READS = 10_000;

    private static final class Virtual implements Clock {
        private final Random random = new Random(5);
        private long nanos = Long.MAX_VALUE - 1_000;

        @Override
        public long nanos() {
            return nanos;
        }

        @Override
        public long millis() {
            return 0;
        }

        @Override
        public long random() {
            return random.nextLong();
        }
    }

    private final Virtual clock = new Virtual();
    private final Ramp ramp = new Ramp(Duration.ofSeconds(10), clock);

    private int percentAdmitted(Ramp of) {
        int admitted = 0;
        for (int i = 0; i < READS; i++) {
            admitted += of.admits() ? 1 : 0;
        }
        return Math.round(100f * admitted / READS);
    }

    private int after(Duration time) {
        clock.nanos += time.toNanos();
        return percentAdmitted(ramp);
    }

    @Test
    void aNodeThatWasNeverAwayGetsAllReads() {
        assertThat(percentAdmitted(ramp)).isEqualTo(100);
    }

    @Test
    void readsRiseFromATenthToAll() {
        ramp.begin();
        assertThat(percentAdmitted(ramp)).isBetween(8, 12);
        assertThat(after(Duration.ofSeconds(5))).isBetween(53, 57);
        assertThat(after(Duration.ofMillis(4_900))).isBetween(97, 100);
        assertThat(after(Duration.ofMillis(100))).isEqualTo(100);
        assertThat(after(Duration.ofDays(1))).isEqualTo(100);
    }

    @Test
    void aRampOfNoLengthIsNone() {
        Ramp none = new Ramp(Duration.ZERO, clock);
        none.begin();
        assertThat(percentAdmitted(none)).isEqualTo(100);
    }
}
