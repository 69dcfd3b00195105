package io.flagstone.server.internal.store;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flagstone.server.config.MemorySize;
import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.internal.hash.FoldedHashProvider;
import io.flagstone.server.store.EngineContext;
import io.flagstone.server.store.PinnedValue;
import io.flagstone.server.store.StorageEngine;
import io.flagstone.server.support.Facts;
import io.flagstone.server.support.ManualTime;
import io.flagstone.server.support.Probe;
import io.flagstone.server.support.Values;
import io.flagstone.server.support.Wire;
import java.nio.ByteBuffer;
import java.util.Objects;
import java.util.function.IntUnaryOperator;
import org.junit.jupiter.api.Test;

class EvictionTest {
    private static final NodeOptions SMALL = NodeOptions.defaults().withMemory(MemorySize.mebibytes(8));

    private final ManualTime time = new ManualTime();

    private StorageEngine engine(NodeOptions options) {
        return Facts.engine(options, time.clock());
    }

    @Test
    void theNewestItemsAreThereAndTheOldestAreNot() {
        try (StorageEngine engine = engine(SMALL)) {
            Probe probe = new Probe(engine);
            for (int i = 0; i < 50_000; i++) {
                assertThat(probe.put("key " + i, Values.of(i, 1000))).isTrue();
            }
            assertThat(probe.get("key 49999")).isEqualTo(Values.of(49_999, 1000));
            assertThat(probe.has("key 0")).isFalse();
            assertThat(probe.statistic("evictions")).isGreaterThan(40_000);
            assertThat(probe.statistic("evicted_unfetched")).isGreaterThan(40_000);
        }
    }

    @Test
    void whatIsReadAgainAndAgainStays() {
        assertWhatIsReadStays(engine(SMALL));
    }

    @Test
    void whatIsReadAgainAndAgainStaysWhileTheMaintainerGetsNoTime() {
        EngineContext context = new EngineContext(SMALL, new FoldedHashProvider().create(42), time.clock());
        assertWhatIsReadStays(new SlabEngine(context, false));
    }

    private static void assertWhatIsReadStays(StorageEngine opened) {
        try (StorageEngine engine = opened) {
            Probe probe = new Probe(engine);
            for (int i = 0; i < 1000; i++) {
                probe.put("hot " + i, new byte[1000]);
            }
            int missed = 0;
            for (int i = 0; i < 50_000; i++) {
                probe.put("cold " + i, new byte[1000]);
                missed += probe.get("hot " + i % 1000) == null ? 1 : 0;
            }
            assertThat(missed)
                    .as("misses of 1,000 items asked for every 1,000 stores")
                    .isLessThan(2500);
        }
    }

    /** An LRU of any kind finds nothing in a loop that is longer than it is large. */
    @Test
    void aLoopThatDoesNotFitIsFoundInPart() {
        try (StorageEngine engine = engine(SMALL)) {
            int found = hits(new Probe(engine), 100_000, i -> i % 14_160);
            assertThat(found)
                    .as("of 100,000 requests for a loop twice as long as there is room")
                    .isGreaterThan(15_000);
        }
    }

    /** What was asked for once is asked for a second and last time when half as many items have come as there is room. */
    @Test
    void whatComesBackSoonAndNeverAgainIsStillThere() {
        try (StorageEngine engine = engine(SMALL)) {
            int back = 3_500;
            int found = hits(new Probe(engine), 100_000, i -> i % 2 == 0 || i < 2 * back ? i : i - 1 - 2 * back);
            assertThat(found).as("of 46,500 second requests").isGreaterThan(42_000);
        }
    }

    /**
     * Nobody asked for any of it, so there is nothing to go by but the order of writing, whatever else was written before
     * and has left its traces in the counts.
     */
    @Test
    void whatWasWrittenLastIsStillThereHoweverMuchWasOnlyWritten() {
        try (StorageEngine engine = engine(SMALL)) {
            Probe probe = new Probe(engine);
            for (int i = 0; i < 200_000; i++) {
                probe.put("small " + i, new byte[100]);
            }
            for (int i = 0; i < 5_000; i++) {
                probe.put("large " + i, new byte[3_000]);
            }
            int found = 0;
            for (int i = 4_750; i < 5_000; i++) {
                found += probe.get("large " + i) != null ? 1 : 0;
            }
            assertThat(found).as("of the last 250; a page holds more").isGreaterThan(240);
        }
    }

    /** Asks for one block after the other, and stores what is missing. */
    private static int hits(Probe probe, int requests, IntUnaryOperator block) {
        int hits = 0;
        for (int i = 0; i < requests; i++) {
            String key = "block " + block.applyAsInt(i);
            if (probe.get(key) != null) {
                hits++;
            } else {
                probe.put(key, new byte[1000]);
            }
        }
        return hits;
    }

    @Test
    void withoutEvictionAFullNodeRefuses() {
        try (StorageEngine engine = engine(SMALL.withEvictions(false))) {
            Probe probe = new Probe(engine);
            int stored = 0;
            while (probe.put("key " + stored, new byte[1000])) {
                stored++;
            }
            assertThat(stored).isEqualTo(8 * 885);
            for (int i = 0; i < stored; i++) {
                assertThat(probe.has("key " + i)).isTrue();
            }
            assertThat(probe.remove("key 5")).isTrue();
            assertThat(probe.put("another", new byte[1000])).isTrue();
            assertThat(probe.statistic("evictions")).isZero();
        }
    }

    @Test
    void expiredItemsMakeRoomEvenWithoutEviction() {
        NodeOptions options = SMALL.withEvictions(false).with("lru_crawler", "no");
        try (StorageEngine engine = engine(options)) {
            Probe probe = new Probe(engine);
            int expiry = time.clock().expiry(5, time.clock().nanos());
            int stored = 0;
            while (probe.put("key " + stored, new byte[1000], 0, expiry)) {
                stored++;
            }
            time.passSeconds(6);
            assertThat(probe.put("another", new byte[1000])).isTrue();
            assertThat(probe.statistic("reclaimed")).isPositive();
        }
    }

    @Test
    void aPinnedValueOutlivesDeletionAndWhatFollows() {
        try (StorageEngine engine = engine(SMALL)) {
            Probe probe = new Probe(engine);
            for (int length : new int[] {100_000, 1_000_000}) {
                probe.put("pinned", Values.of(7, length));
                byte[] key = Wire.bytes("pinned");
                assertThat(probe.cursor.seek(key, 0, key.length)).isTrue();
                PinnedValue pin = Objects.requireNonNull(probe.cursor.pin());
                probe.cursor.release();
                assertThat(probe.remove("pinned")).isTrue();
                for (int i = 0; i < 200; i++) {
                    probe.put("key " + i, Values.of(i, length));
                }
                assertThat(bytes(pin, length)).isEqualTo(Values.of(7, length));
                long used = probe.usedChunks();
                pin.release();
                assertThat(probe.usedChunks())
                        .as("chunks go back with the last reader")
                        .isLessThan(used);
            }
        }
    }

    private static byte[] bytes(PinnedValue pin, int length) {
        ByteBuffer all = ByteBuffer.allocate(length);
        for (int i = 0; i < pin.parts(); i++) {
            all.put(pin.part(i));
        }
        return all.array();
    }

    @Test
    void aPinnedNumberIsNotChangedInPlace() {
        try (StorageEngine engine = engine(SMALL)) {
            Probe probe = new Probe(engine);
            probe.put("n", new byte[] {'1'});
            probe.cursor.seek(new byte[] {'n'}, 0, 1);
            PinnedValue pin = Objects.requireNonNull(probe.cursor.pin());
            assertThat(probe.cursor.overwrite(new byte[] {'2'}, 0, 1)).isFalse();
            pin.release();
            assertThat(probe.cursor.overwrite(new byte[] {'2'}, 0, 1)).isTrue();
            probe.cursor.release();
        }
    }

    @Test
    void shortLivedItemsInTempAreNotEvicted() {
        try (StorageEngine engine = engine(SMALL.with("temporary_ttl", "60"))) {
            Probe probe = new Probe(engine);
            int soon = time.clock().expiry(30, time.clock().nanos());
            for (int i = 0; i < 100; i++) {
                probe.put("temp " + i, new byte[1000], 0, soon);
            }
            for (int i = 0; i < 20_000; i++) {
                probe.put("other " + i, new byte[1000]);
            }
            for (int i = 0; i < 100; i++) {
                assertThat(probe.has("temp " + i)).isTrue();
            }
        }
    }

    @Test
    void theMaintainerKeepsListsInProportion() {
        try (StorageEngine engine = engine(SMALL)) {
            Probe probe = new Probe(engine);
            for (int i = 0; i < 5000; i++) {
                probe.put("key " + i, new byte[1000]);
            }
            await().atMost(5, SECONDS).until(() -> probe.statistic("moves_to_cold") >= 4000);
            assertThat(probe.statistic("lru_maintainer_juggles")).isPositive();
        }
    }
}
