package io.flagstone.server.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.server.config.MemorySize;
import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.store.StorageEngine;
import io.flagstone.server.store.StoredItem;
import io.flagstone.server.store.Walk;
import io.flagstone.server.support.Facts;
import io.flagstone.server.support.ManualTime;
import io.flagstone.server.support.Probe;
import io.flagstone.server.support.Wire;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WalkTest {
    private final StorageEngine engine =
            Facts.engine(NodeOptions.defaults().withMemory(MemorySize.mebibytes(256)), new ManualTime().clock());
    private final Probe probe = new Probe(engine);

    @AfterEach
    void close() {
        engine.close();
    }

    private static String key(StoredItem item) {
        byte[] key = new byte[item.keyLength()];
        item.copyKey(key, 0);
        return Wire.text(key);
    }

    private Map<String, Integer> walk(Runnable between) {
        Map<String, Integer> met = new HashMap<>();
        Walk walk = engine.walk();
        boolean more = true;
        while (more) {
            more = walk.step(item -> met.merge(key(item), 1, Integer::sum));
            between.run();
        }
        return met;
    }

    @Test
    void everyKeyIsMetOnce() {
        for (int i = 0; i < 30_000; i++) {
            probe.put("key " + i, new byte[3]);
        }
        Map<String, Integer> met = walk(() -> {});
        assertThat(met).hasSize(30_000);
        assertThat(met.values()).allMatch(times -> times == 1);
    }

    /** The index grows from a few hundred buckets to many thousands while it is being walked. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void everyKeyThatStaysIsMetOnceThoughTheIndexGrowsUnderTheWalk(long seed) {
        for (int i = 0; i < 3000; i++) {
            probe.put("stays " + i, new byte[3]);
        }
        Random random = new Random(seed);
        Map<String, Integer> met = walk(() -> {
            for (int i = 0; i < 8; i++) {
                probe.put("comes " + random.nextInt(100_000), new byte[3]);
                probe.put("stays " + random.nextInt(3000), new byte[random.nextInt(300)]);
                probe.remove("comes " + random.nextInt(100_000));
            }
        });
        assertThat(probe.statistic("curr_items")).isGreaterThan(20_000);
        for (int i = 0; i < 3000; i++) {
            assertThat(met).containsEntry("stays " + i, 1);
        }
        assertThat(met.values()).as("no key is met twice").allMatch(times -> times == 1);
    }

    @Test
    void everyKeyThatStaysIsMetOnceWhileOtherThreadsWrite() throws InterruptedException {
        for (int i = 0; i < 20_000; i++) {
            probe.put("stays " + i, new byte[3]);
        }
        AtomicBoolean stop = new AtomicBoolean();
        Thread writer = new Thread(() -> {
            Probe other = new Probe(engine);
            for (int i = 0; !stop.get(); i++) {
                other.put("stays " + i % 20_000, new byte[i % 100]);
                other.put("comes " + i % 200_000, new byte[3]);
            }
        });
        writer.start();
        for (int round = 0; round < 3; round++) {
            Map<String, Integer> met = walk(() -> {});
            for (int i = 0; i < 20_000; i++) {
                assertThat(met.get("stays " + i))
                        .as("times stays %d was met", i)
                        .isEqualTo(1);
            }
        }
        stop.set(true);
        writer.join();
    }
}
