package io.flagstone.server.internal.store;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.store.Absence;
import io.flagstone.server.store.StorageEngine;
import io.flagstone.server.store.StoreClock;
import io.flagstone.server.support.Facts;
import io.flagstone.server.support.ManualTime;
import io.flagstone.server.support.Probe;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ExpiryTest {
    private static final byte[] VALUE = {1, 2, 3};

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 250, 500, 999})
    void anItemLivesAtLeastItsSecondsAndAtMostOneMore(int millisIntoSecond) {
        ManualTime time = new ManualTime(millisIntoSecond);
        try (StorageEngine engine = Facts.engine(NodeOptions.defaults(), time.clock())) {
            Probe probe = new Probe(engine);
            for (int seconds : new int[] {1, 2, 60}) {
                String key = "lives " + seconds;
                probe.put(
                        key, VALUE, 0, time.clock().expiry(seconds, time.clock().nanos()));
                time.passMillis(seconds * 1000L - 1);
                assertThat(probe.has(key)).as("%d s less 1 ms", seconds).isTrue();
                time.passMillis(1);
                assertThat(probe.has(key))
                        .as("%d s", seconds)
                        .isEqualTo(time.clock().nanos() % 1_000_000_000 != 0);
                time.passMillis(1000);
                assertThat(probe.has(key)).as("%d s and 1 s", seconds).isFalse();
            }
        }
    }

    @Test
    void expiryFollowsMemcachedsRules() {
        ManualTime time = new ManualTime();
        StoreClock clock = time.clock();
        assertThat(clock.expiry(0, clock.nanos())).isZero();
        assertThat(clock.expiry(-1, clock.nanos())).isEqualTo(StoreClock.PAST);
        assertThat(clock.expiry(2_592_000, clock.nanos())).isEqualTo(clock.now() + 2_592_000);
        assertThat(clock.expiry(2_592_001, clock.nanos())).isEqualTo(StoreClock.PAST);
        int tomorrow = (int) ManualTime.START_UNIX_SECONDS + 86_400;
        assertThat(clock.expiry(tomorrow, clock.nanos())).isEqualTo(clock.now() + 86_400);
        assertThat(clock.unix(clock.expiry(tomorrow, clock.nanos()))).isEqualTo(tomorrow);
    }

    @Test
    void whatIsExpiredIsMissedAndSaidToBe() {
        ManualTime time = new ManualTime();
        try (StorageEngine engine = Facts.engine(NodeOptions.defaults().with("lru_crawler", "no"), time.clock())) {
            Probe probe = new Probe(engine);
            probe.put("a", VALUE, 0, StoreClock.PAST);
            assertThat(probe.has("a")).isFalse();
            assertThat(probe.cursor.absence()).isEqualTo(Absence.EXPIRED);
            assertThat(probe.has("a")).isFalse();
            assertThat(probe.cursor.absence()).isEqualTo(Absence.UNKNOWN);
        }
    }

    @Test
    void expiredItemsAreFreedThoughNobodyAsksForThem() {
        ManualTime time = new ManualTime();
        try (StorageEngine engine = Facts.engine(NodeOptions.defaults(), time.clock())) {
            Probe probe = new Probe(engine);
            for (int i = 0; i < 20_000; i++) {
                int seconds = i % 4 == 0 ? 0 : 1 + i % 4;
                probe.put(
                        "key " + i,
                        new byte[i % 500],
                        0,
                        time.clock().expiry(seconds, time.clock().nanos()));
            }
            assertThat(probe.statistic("curr_items")).isEqualTo(20_000);
            time.passSeconds(2);
            await().atMost(5, SECONDS).until(() -> probe.statistic("curr_items") == 15_000);
            time.passSeconds(10);
            await().atMost(5, SECONDS).until(() -> probe.statistic("curr_items") == 5000);
            assertThat(probe.statistic("crawler_reclaimed")).isEqualTo(15_000);
            assertThat(probe.statistic("expired_unfetched")).isEqualTo(15_000);
            assertThat(probe.usedChunks()).isEqualTo(5000);
        }
    }

    @Test
    void aLifeThatIsShortenedEndsInTheBackgroundToo() {
        ManualTime time = new ManualTime();
        try (StorageEngine engine = Facts.engine(NodeOptions.defaults(), time.clock())) {
            Probe probe = new Probe(engine);
            probe.put("a", VALUE);
            byte[] key = {'a'};
            probe.cursor.seek(key, 0, 1);
            probe.cursor.expiry(time.clock().expiry(5, time.clock().nanos()));
            probe.cursor.release();
            time.passSeconds(6);
            await().atMost(5, SECONDS).until(() -> probe.statistic("curr_items") == 0);
        }
    }
}
