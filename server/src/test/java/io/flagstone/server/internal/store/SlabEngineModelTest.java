package io.flagstone.server.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.server.config.MemorySize;
import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.store.Draft;
import io.flagstone.server.store.StorageEngine;
import io.flagstone.server.store.StoreClock;
import io.flagstone.server.support.Facts;
import io.flagstone.server.support.ManualTime;
import io.flagstone.server.support.Probe;
import io.flagstone.server.support.Values;
import io.flagstone.server.support.Wire;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random operations, checked against a map. Memory is ample, so nothing may be missing. */
class SlabEngineModelTest {
    private static final int OPERATIONS = 20_000;

    private final ManualTime time = new ManualTime();
    private final StorageEngine engine = Facts.engine(
            NodeOptions.defaults().withMemory(MemorySize.mebibytes(256)).withItemSizeMax(MemorySize.mebibytes(4)),
            time.clock());
    private final Probe probe = new Probe(engine);
    private final Map<String, Stored> model = new HashMap<>();
    private long lastCas;

    private record Stored(byte[] value, int flags, long cas) {}

    @AfterEach
    void close() {
        engine.close();
    }

    private static int length(Random random) {
        return switch (random.nextInt(20)) {
            case 0 -> random.nextInt(3_000_000);
            case 1, 2 -> random.nextInt(100_000);
            case 3, 4, 5 -> random.nextInt(5000);
            default -> random.nextInt(200);
        };
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void theEngineIsAMap(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < OPERATIONS; i++) {
            String key = "key-" + random.nextInt(400);
            switch (random.nextInt(8)) {
                case 0, 1, 2 -> store(key, Values.of(random.nextLong(), length(random)), random.nextInt(3));
                case 3 -> {
                    assertThat(probe.remove(key)).isEqualTo(model.remove(key) != null);
                }
                case 4 -> join(key, Values.of(random.nextLong(), random.nextInt(2000)));
                case 5 -> abandon(key, random);
                default -> check(key);
            }
        }
        model.keySet().forEach(this::check);
        checkTotals();
    }

    private void store(String key, byte[] value, int flags) {
        assertThat(probe.put(key, value, flags, 0)).isTrue();
        remember(key, value, flags);
    }

    private void remember(String key, byte[] value, int flags) {
        byte[] name = Wire.bytes(key);
        probe.cursor.seek(name, 0, name.length);
        long cas = probe.cursor.cas();
        probe.cursor.release();
        assertThat(cas).as("CAS numbers increase").isGreaterThan(lastCas);
        lastCas = cas;
        model.put(key, new Stored(value, flags, cas));
    }

    /** As append does: old value and new piece in a third item. */
    private void join(String key, byte[] piece) {
        Stored old = model.get(key);
        if (old == null || old.value.length + piece.length > 4_000_000) {
            return;
        }
        byte[] name = Wire.bytes(key);
        assertThat(probe.cursor.seek(name, 0, name.length)).isTrue();
        try {
            int length = old.value.length + piece.length;
            assertThat(probe.draft.open(name, 0, name.length, old.flags, 0, length))
                    .isEqualTo(Draft.Outcome.READY);
            assertThat(probe.cursor.copyValueTo(probe.draft)).isTrue();
            assertThat(probe.draft.write(piece, 0, piece.length)).isTrue();
            assertThat(probe.draft.remaining()).isZero();
            probe.cursor.store(probe.draft);
        } finally {
            probe.cursor.release();
        }
        byte[] joined = Arrays.copyOf(old.value, old.value.length + piece.length);
        System.arraycopy(piece, 0, joined, old.value.length, piece.length);
        remember(key, joined, old.flags);
    }

    /** A connection that dies in the middle of a value leaves nothing behind. */
    private void abandon(String key, Random random) {
        byte[] name = Wire.bytes(key);
        byte[] value = Values.of(1, 1 + length(random));
        assertThat(probe.draft.open(name, 0, name.length, 0, 0, value.length)).isEqualTo(Draft.Outcome.READY);
        probe.draft.write(value, 0, random.nextInt(value.length));
        probe.draft.discard();
        check(key);
    }

    private void check(String key) {
        Stored expected = model.get(key);
        byte[] actual = probe.get(key);
        if (expected == null) {
            assertThat(actual).as("value of %s", key).isNull();
            return;
        }
        assertThat(actual).as("value of %s", key).isEqualTo(expected.value);
        byte[] name = Wire.bytes(key);
        probe.cursor.seek(name, 0, name.length);
        assertThat(probe.cursor.flags()).isEqualTo(expected.flags);
        assertThat(probe.cursor.cas()).isEqualTo(expected.cas);
        assertThat(probe.cursor.expiry()).isZero();
        assertThat(probe.cursor.lastAccess()).isEqualTo(StoreClock.floor(probe.cursor.nanos()));
        probe.cursor.release();
    }

    private void checkTotals() {
        long bytes = 0;
        for (Map.Entry<String, Stored> entry : model.entrySet()) {
            Stored stored = entry.getValue();
            bytes += 48 + 8 + entry.getKey().length() + 1 + (stored.flags == 0 ? 0 : 4) + stored.value.length + 2;
        }
        assertThat(probe.statistic("curr_items")).isEqualTo(model.size());
        assertThat(probe.statistic("bytes")).isEqualTo(bytes);
        List<String> keys = new ArrayList<>(model.keySet());
        keys.forEach(probe::remove);
        assertThat(probe.statistic("bytes")).isZero();
        assertThat(probe.usedChunks()).as("chunks still in use").isZero();
    }
}
