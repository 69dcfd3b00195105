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
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FlushTest {
    private static final byte[] VALUE = {1};

    private final ManualTime time = new ManualTime();
    private final StorageEngine engine = Facts.engine(NodeOptions.defaults().with("lru_crawler", "no"), time.clock());
    private final Probe probe = new Probe(engine);

    @AfterEach
    void close() {
        engine.close();
    }

    @Test
    void whatWasStoredBeforeIsGoneAndWhatIsStoredAfterStaysWithinOneSecond() {
        probe.put("before", VALUE);
        engine.flush(StoreClock.PAST);
        probe.put("after", VALUE);
        assertThat(probe.has("before")).isFalse();
        assertThat(probe.cursor.absence()).isEqualTo(Absence.FLUSHED);
        assertThat(probe.has("after")).isTrue();
    }

    @Test
    void aCasNumberOfTheClientsChoiceDoesNotMatter() {
        engine.flush(StoreClock.PAST);
        probe.put("a", VALUE);
        byte[] key = {'a'};
        probe.cursor.seek(key, 0, 1);
        probe.cursor.cas(0);
        probe.cursor.release();
        assertThat(probe.has("a")).isTrue();
    }

    @Test
    void aDelayedFlushTakesWhatIsThereWhenItsTimeComes() {
        probe.put("early", VALUE);
        engine.flush(time.clock().expiry(10, time.clock().nanos()));
        time.passSeconds(9);
        probe.put("late", VALUE);
        assertThat(probe.has("early")).isTrue();
        time.passSeconds(1);
        assertThat(probe.has("early")).isFalse();
        assertThat(probe.has("late")).isFalse();
        probe.put("later", VALUE);
        time.passSeconds(10);
        assertThat(probe.has("later")).isTrue();
    }

    @Test
    void epochsComingRoundBringNothingBack() {
        probe.put("old", VALUE);
        for (int i = 0; i < 1 << 16; i++) {
            engine.flush(StoreClock.PAST);
        }
        assertThat(probe.has("old")).isFalse();
        assertThat(probe.statistic("curr_items")).isZero();
    }

    @Test
    void flushedItemsAreFreedInTheBackground() {
        for (int i = 0; i < 5000; i++) {
            probe.put("key " + i, VALUE);
        }
        engine.crawl(true);
        engine.flush(StoreClock.PAST);
        await().atMost(5, SECONDS).until(() -> {
            time.passMillis(100);
            return probe.usedChunks() == 0;
        });
    }
}
