package io.flagstone.server.internal.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.server.config.MemorySize;
import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.store.Cursor;
import io.flagstone.server.store.Draft;
import io.flagstone.server.store.Expected;
import io.flagstone.server.store.StorageEngine;
import io.flagstone.server.support.Facts;
import io.flagstone.server.support.ManualTime;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What is expected is looked at without any lock, while others store, evict, move pages and give memory back. */
class PrefetchTest {
    private static final int KEYS = 20_000;

    @Test
    void expectingIsHarmlessWhateverOthersDo() throws Exception {
        NodeOptions options = NodeOptions.defaults().withMemory(MemorySize.mebibytes(8));
        StorageEngine engine = Facts.engine(options, new ManualTime().clock());
        AtomicBoolean over = new AtomicBoolean();
        CompletableFuture<Integer> looks = CompletableFuture.supplyAsync(() -> look(engine.cursor(), over));
        try {
            Random random = new Random(5);
            Cursor cursor = engine.cursor();
            Draft draft = engine.draft();
            for (int i = 0; i < 150_000; i++) {
                store(cursor, draft, random.nextInt(KEYS), 10 << i / 1000 % 12);
                if (i % 20_000 == 0) {
                    engine.resize((4 + random.nextInt(8)) << 20);
                }
            }
        } finally {
            over.set(true);
        }
        assertThat(looks.get()).isPositive();
        engine.close();
    }

    private static void store(Cursor cursor, Draft draft, int number, int length) {
        byte[] key = key(number);
        if (draft.open(key, 0, key.length, 0, 0, length) == Draft.Outcome.READY
                && draft.write(new byte[length], 0, length)) {
            cursor.seek(draft);
            cursor.store(draft);
            cursor.release();
        }
        draft.discard();
    }

    private static int look(Cursor cursor, AtomicBoolean over) {
        Random random = new Random(6);
        Expected expected = new Expected();
        int looks = 0;
        while (!over.get()) {
            byte[] keys = new byte[Expected.MOST * 16];
            expected.clear(keys);
            for (int at = 0; !expected.isFull(); at += 16) {
                byte[] key = key(random.nextInt(KEYS));
                System.arraycopy(key, 0, keys, at, key.length);
                expected.add(at, key.length, random.nextBoolean());
            }
            cursor.expect(expected);
            looks++;
        }
        return looks;
    }

    private static byte[] key(int number) {
        return ("key" + number).getBytes(StandardCharsets.US_ASCII);
    }
}
