package io.flagstone.provider.internal.entry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

/** Ends never wrap around, and the node never ends an entry before its time. */
class ExpiryTest {

    private static final long NOW = 1_800_000_000_500L;
    private static final long DAY = 86_400_000L;
    private static final int THIRTY_DAYS = 30 * 86_400;
    private static final int SLACK = Expiry.SLACK_SECONDS;

    private static int ttl(long end) {
        return Expiry.timeToLive(end, NOW, SLACK);
    }

    @Test
    void anEndIsNowPlusTheDurationAndNeverBeforeNow() {
        assertThat(Expiry.after(NOW, 0)).isEqualTo(NOW);
        assertThat(Expiry.after(NOW, 1)).isEqualTo(NOW + 1);
        assertThat(Expiry.after(NOW, Long.MAX_VALUE)).isEqualTo(Expiry.NEVER);
        assertThat(Expiry.after(NOW, Long.MAX_VALUE - NOW)).isEqualTo(Expiry.NEVER);
        assertThat(Expiry.after(NOW, Long.MAX_VALUE - NOW + 1)).isEqualTo(Expiry.NEVER);
        assertThat(Expiry.after(NOW, Long.MAX_VALUE - NOW - 1)).isEqualTo(Long.MAX_VALUE - 1);
        assertThat(Expiry.after(0, Long.MAX_VALUE)).isEqualTo(Expiry.NEVER);
    }

    @Test
    void theNodeKeepsAnEntryTwoSecondsBeyondItsEndRoundedUp() {
        assertThat(ttl(NOW)).isEqualTo(2);
        assertThat(ttl(NOW + 1)).isEqualTo(3);
        assertThat(ttl(NOW + 999)).isEqualTo(3);
        assertThat(ttl(NOW + 1_000)).isEqualTo(3);
        assertThat(ttl(NOW + 1_001)).isEqualTo(4);
        assertThat(ttl(NOW - 1)).isEqualTo(2);
        assertThat(ttl(NOW - 100 * DAY)).isEqualTo(2);
        assertThat(Expiry.timeToLive(NOW + 1_001, NOW, 1)).isEqualTo(3);
    }

    @Test
    void whatNeverEndsHasNoTimeToLive() {
        assertThat(ttl(Expiry.NEVER)).isZero();
        assertThat(Expiry.timeToLive(Expiry.NEVER, 0, 0)).isZero();
    }

    @Test
    void whatIsOverAtOnceIsNotKept() {
        for (long end : new long[] {Expiry.AT_ONCE, Expiry.AT_ONCE + 1, Long.MIN_VALUE / 2, -1, 0}) {
            assertThat(ttl(end)).as("%d", end).isEqualTo(SLACK);
        }
    }

    @Test
    void beyondThirtyDaysTheMomentItselfIsSaid() {
        long longest = NOW + (THIRTY_DAYS - SLACK) * 1_000L;
        assertThat(ttl(longest)).isEqualTo(THIRTY_DAYS);
        assertThat(ttl(longest + 1)).isEqualTo((int) (NOW / 1_000) + THIRTY_DAYS + 1);
        assertThat(ttl(NOW + 31 * DAY)).isEqualTo((int) (NOW / 1_000) + 31 * 86_400 + SLACK);
    }

    @Test
    void momentsThatMemcachedCannotCountHaveNoTimeToLive() {
        long last = Integer.MAX_VALUE * 1_000L;
        assertThat(ttl(last - 2_500)).isPositive();
        for (long end : new long[] {last, last + DAY, Long.MAX_VALUE / 2, Long.MAX_VALUE - 1, Long.MAX_VALUE - 1_000}) {
            assertThat(ttl(end)).as("%d", end).isZero();
            assertThat(Expiry.timeToLive(end, 0, SLACK))
                    .as("%d at the epoch", end)
                    .isZero();
        }
    }

    @Test
    void theNodeIsNeverFirst() {
        Random random = new Random(12);
        for (int i = 0; i < 100_000; i++) {
            long now = NOW + random.nextInt(1_000);
            long end = now + (random.nextLong() >>> (20 + random.nextInt(40))) % (200 * DAY);
            int ttl = Expiry.timeToLive(end, now, SLACK);
            boolean relative = ttl <= THIRTY_DAYS;
            // memcached counts whole seconds of its own clock: it may take off most of one
            long earliest = relative ? now + (ttl - 1) * 1_000L : ttl * 1_000L;
            assertThat(earliest).as("end %d at %d", end, now).isGreaterThanOrEqualTo(end);
            assertThat(earliest).isLessThan(end + 4_000);
        }
    }

    @Test
    void presenceIsJudgedFromFlagsAsFromTheEnvelope() {
        Random random = new Random(13);
        for (int i = 0; i < 200_000; i++) {
            long stored = NOW + random.nextInt(100_000);
            long end = stored + 1 + random.nextLong(300 * DAY);
            long node = stored + random.nextInt(1_500);
            int ttl = Expiry.timeToLive(end, stored, SLACK);
            long nodeEnd = ttl <= THIRTY_DAYS ? node / 1_000 + ttl : ttl;
            long read = end + random.nextInt(3_000) - 1_500;
            int left = (int) (nodeEnd - read / 1_000);
            if (left < 0) {
                continue;
            }
            FlagsHint.Presence expected = read < end ? FlagsHint.Presence.LIVE : FlagsHint.Presence.EXPIRED;
            assertThat(FlagsHint.judge(FlagsHint.of(end, false), left, read))
                    .as("end %d, read at %d, %d s left", end, read, left)
                    .isEqualTo(expected);
        }
    }

    @Test
    void flagsThatSayNothingLeaveItToTheValue() {
        assertThat(FlagsHint.judge(FlagsHint.NONE, -1, NOW)).isEqualTo(FlagsHint.Presence.UNCLEAR);
        assertThat(FlagsHint.judge(FlagsHint.NONE, 100, NOW)).isEqualTo(FlagsHint.Presence.UNCLEAR);
        assertThat(FlagsHint.judge(FlagsHint.of(NOW + DAY, false), -1, NOW)).isEqualTo(FlagsHint.Presence.UNCLEAR);
        assertThat(FlagsHint.judge(FlagsHint.of(NOW + DAY, true), -1, NOW)).isEqualTo(FlagsHint.Presence.UNCLEAR);
        assertThat(FlagsHint.judge(FlagsHint.of(Expiry.NEVER, false), -1, NOW)).isEqualTo(FlagsHint.Presence.LIVE);
    }

    @Test
    void anEntryThatWasTouchedLivesAsLongAsTheNodeSays() {
        int flags = FlagsHint.of(NOW, true);
        assertThat(FlagsHint.judge(flags, 60, NOW + 1_000)).isEqualTo(FlagsHint.Presence.LIVE);
        assertThat(FlagsHint.judge(flags, 1, NOW + 1_000)).isEqualTo(FlagsHint.Presence.EXPIRED);
        assertThat(Sliding.end(NOW, 60, NOW + 1_000)).isEqualTo(NOW + 1_000 + 58_000);
        assertThat(Sliding.end(NOW, -1, NOW + 1_000)).isEqualTo(NOW);
        assertThat(Sliding.end(NOW + 60_000, 62, NOW))
                .as("the rounding of the node's clock")
                .isEqualTo(NOW + 60_000);
    }
}
