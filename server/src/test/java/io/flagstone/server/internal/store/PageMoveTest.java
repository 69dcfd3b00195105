package io.flagstone.server.internal.store;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flagstone.server.config.MemorySize;
import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.store.PinnedValue;
import io.flagstone.server.store.StatisticsGroup;
import io.flagstone.server.store.StorageEngine;
import io.flagstone.server.store.StoreClock;
import io.flagstone.server.support.Facts;
import io.flagstone.server.support.Probe;
import io.flagstone.server.support.Values;
import io.flagstone.server.support.Wire;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PageMoveTest {
    private final StorageEngine engine =
            Facts.engine(NodeOptions.defaults().withMemory(MemorySize.mebibytes(32)), StoreClock.system());
    private final Probe probe = new Probe(engine);

    @AfterEach
    void close() {
        engine.close();
    }

    /** Leaves a class with many half-empty pages, so that the balancer brings some to the pool. */
    private void thinOut(String prefix, int count, int length) {
        for (int i = 0; i < count; i++) {
            probe.put(prefix + i, Values.of(i, length));
        }
        for (int i = 0; i < count; i++) {
            if (i % 8 != 0) {
                probe.remove(prefix + i);
            }
        }
    }

    @Test
    void liveItemsAreRescuedWithTheirContentAndNumbers() {
        thinOut("small ", 16_000, 900);
        byte[] key = Wire.bytes("small 8");
        probe.cursor.seek(key, 0, key.length);
        long cas = probe.cursor.cas();
        probe.cursor.release();
        await().atMost(30, SECONDS).until(() -> probe.statistic("slabs_moved") >= 5);
        assertThat(probe.statistic("slab_reassign_rescues")).isPositive();
        assertThat(probe.statistic("evictions")).isZero();
        for (int i = 0; i < 16_000; i++) {
            byte[] expected = i % 8 == 0 ? Values.of(i, 900) : null;
            assertThat(probe.get("small " + i)).as("item %d", i).isEqualTo(expected);
        }
        probe.cursor.seek(key, 0, key.length);
        assertThat(probe.cursor.cas()).isEqualTo(cas);
        probe.cursor.release();
        assertThat(probe.usedChunks()).isEqualTo(2000);
    }

    @Test
    void partsOfLargeItemsAreRescuedToo() {
        thinOut("large ", 24, 900_000);
        await().atMost(30, SECONDS).until(() -> probe.statistic("slabs_moved") >= 5);
        for (int i = 0; i < 24; i += 8) {
            assertThat(probe.get("large " + i)).isEqualTo(Values.of(i, 900_000));
        }
        for (int i = 0; i < 24; i += 8) {
            probe.remove("large " + i);
        }
        assertThat(probe.usedChunks()).isZero();
    }

    @Test
    void aPinnedItemStaysWhereItIs() {
        for (int i = 0; i < 40; i++) {
            probe.put("large " + i, Values.of(i, 100_000));
        }
        byte[] key = Wire.bytes("large 0");
        probe.cursor.seek(key, 0, key.length);
        PinnedValue pin = Objects.requireNonNull(probe.cursor.pin());
        probe.cursor.release();
        for (int i = 1; i < 40; i++) {
            probe.remove("large " + i);
        }
        await().atMost(30, SECONDS).until(() -> probe.statistic("slab_reassign_busy_items") > 0);
        byte[] seen = new byte[100_000];
        pin.part(0).get(seen);
        assertThat(seen).isEqualTo(Values.of(0, 100_000));
        pin.release();
        assertThat(probe.get("large 0")).isEqualTo(Values.of(0, 100_000));
        await().atMost(30, SECONDS).until(() -> probe.statistic("slab_reassign_running") == 0);
    }

    @Test
    void aClassThatStarvesIsGivenPages() {
        for (int i = 0; i < 40_000; i++) {
            probe.put("small " + i, new byte[900]);
        }
        int stored = 0;
        long deadline = System.nanoTime() + SECONDS.toNanos(40);
        while (System.nanoTime() < deadline && pages(39) < 4) {
            probe.put("large " + stored++ % 40, Values.of(stored, 600_000));
        }
        assertThat(pages(39)).as("pages of the class of large chunks").isGreaterThanOrEqualTo(4);
    }

    private long pages(int slabClass) {
        return probe.statistic(StatisticsGroup.SLABS, slabClass + ":total_pages");
    }

    @Test
    void aLowerLimitEmptiesPagesAndReturnsThem() {
        for (int i = 0; i < 60_000; i++) {
            probe.put("small " + i, Values.of(i, 900));
        }
        assertThat(probe.statistic(StatisticsGroup.SLABS, "total_malloced")).isEqualTo(32L << 20);
        engine.resize(16L << 20);
        await().atMost(60, SECONDS).until(() -> probe.statistic(StatisticsGroup.SLABS, "total_malloced") <= 16L << 20);
        assertThat(probe.get("small 59999")).isEqualTo(Values.of(59_999, 900));
    }

    @Test
    void contentSurvivesMovesUnderTraffic() throws InterruptedException {
        AtomicBoolean stop = new AtomicBoolean();
        AtomicInteger torn = new AtomicInteger();
        List<Thread> threads = new ArrayList<>();
        for (int thread = 0; thread < 3; thread++) {
            long seed = thread;
            threads.add(new Thread(() -> traffic(new Random(seed), stop, torn)));
        }
        threads.forEach(Thread::start);
        await().pollDelay(2, SECONDS).atMost(60, SECONDS).until(() -> probe.statistic("slabs_moved") >= 10);
        stop.set(true);
        for (Thread thread : threads) {
            thread.join();
        }
        assertThat(torn).as("values that were not whole").hasValue(0);
        engine.flush(StoreClock.PAST);
        await().atMost(10, SECONDS).until(() -> probe.usedChunks() == 0);
    }

    /** Sizes shift every few thousand operations, so that classes grow, starve and are thinned out. */
    private void traffic(Random random, AtomicBoolean stop, AtomicInteger torn) {
        Probe own = new Probe(engine);
        int[] sizes = {60, 900, 20_000, 300_000, 700_000};
        for (int i = 0; !stop.get(); i++) {
            int size = sizes[(i / 3000 + random.nextInt(2)) % sizes.length];
            String key = "key " + random.nextInt(Math.min(20_000, 40_000_000 / size));
            int action = random.nextInt(10);
            if (action < 4) {
                own.put(key, Values.selfDescribing(random.nextInt(1000), size + random.nextInt(size)));
            } else if (action < 6) {
                own.remove(key);
            } else {
                byte[] value = own.get(key);
                if (value != null && !Values.isWhole(value)) {
                    torn.incrementAndGet();
                }
            }
        }
    }
}
