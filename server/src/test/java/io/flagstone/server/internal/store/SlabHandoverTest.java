package io.flagstone.server.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.server.config.MemorySize;
import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.internal.hash.FoldedHashProvider;
import io.flagstone.server.store.Draft;
import io.flagstone.server.store.EngineContext;
import io.flagstone.server.store.Handover;
import io.flagstone.server.store.StoredItem;
import io.flagstone.server.support.ManualTime;
import io.flagstone.server.support.Probe;
import io.flagstone.server.support.Wire;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What an engine takes from another one; while the background thread gets no time. */
class SlabHandoverTest {
    private final ManualTime time = new ManualTime();

    private SlabEngine engine(long seed) {
        NodeOptions options = NodeOptions.defaults().withMemory(MemorySize.mebibytes(16));
        return new SlabEngine(new EngineContext(options, new FoldedHashProvider().create(seed), time.clock()), false);
    }

    private static String text(StoredItem item, int standing) {
        byte[] key = new byte[item.keyLength()];
        item.copyKey(key, 0);
        return Wire.text(key) + " class " + item.slabClass() + " standing " + standing + " la " + item.lastAccess()
                + " cas " + item.cas();
    }

    private static List<String> order(SlabEngine engine) throws IOException {
        List<String> order = new ArrayList<>();
        engine.handover().forEach((item, standing) -> order.add(text(item, standing)));
        return order;
    }

    private static void handOver(SlabEngine from, SlabEngine to) throws IOException {
        Handover taking = to.handover();
        Draft draft = to.draft();
        from.handover().forEach((item, standing) -> {
            byte[] key = new byte[item.keyLength()];
            item.copyKey(key, 0);
            byte[] value = new byte[item.valueLength()];
            item.copyValue(0, value, 0, value.length);
            assertThat(draft.open(key, 0, key.length, item.flags(), item.expiry(), value.length))
                    .isEqualTo(Draft.Outcome.READY);
            draft.write(value, 0, value.length);
            assertThat(taking.take(draft, item.cas(), item.lastAccess(), standing))
                    .isTrue();
        });
    }

    @Test
    void everyListIsAsItWas() throws IOException {
        SlabEngine before = engine(1);
        Probe probe = new Probe(before);
        Random random = new Random(7);
        for (int i = 0; i < 60_000; i++) {
            probe.put("key " + random.nextInt(50_000), new byte[200 + random.nextInt(800)], i % 2, 0);
            if (i % 3 == 0) {
                String read = "key " + random.nextInt(50_000);
                probe.get(read);
                probe.get(read);
            }
            time.passMillis(20);
        }
        List<String> order = order(before);
        assertThat(probe.statistic("evictions")).isPositive();
        assertThat(order).anyMatch(line -> line.contains("standing 0"));
        SlabEngine after = engine(2);
        handOver(before, after);
        assertThat(order(after)).isEqualTo(order);
        before.close();
        after.close();
    }

    @Test
    void aKeyIsTakenOnce() throws IOException {
        SlabEngine before = engine(1);
        new Probe(before).put("key", new byte[1]);
        SlabEngine after = engine(2);
        handOver(before, after);
        long used = new Probe(after).usedChunks();
        Draft draft = after.draft();
        draft.open(Wire.bytes("key"), 0, 3, 0, 0, 0);
        assertThat(after.handover().take(draft, 5, 5, 0)).isFalse();
        assertThat(draft.isOpen()).isFalse();
        assertThat(new Probe(after).usedChunks()).isEqualTo(used);
        before.close();
        after.close();
    }
}
