package io.flagstone.provider.promise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.integration.CacheWriterException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Database and cache see the changes of all clients in one order, and the database is the truth. */
class WriteThroughIT {

    private static final int KEYS = 4;

    private static void pauseUpTo(int micros, Random random) {
        LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(random.nextInt(micros)));
    }

    @ParameterizedTest
    @EnumSource(Engine.Kind.class)
    void afterAllChangesTheCacheHoldsWhatTheDatabaseHoldsOrNothing(Engine.Kind kind) throws Exception {
        try (Engine engine = Engine.of(kind, 2)) {
            Store store = new Store();
            Random pauses = new Random(7);
            store.beforeWrite = key -> pauseUpTo(400, pauses);
            List<Cache<String, String>> clients = List.of(
                    engine.client().createCache("c", store.writing()),
                    engine.client().createCache("c", store.writing()),
                    engine.client().createCache("c", store.writing()));
            Threads.together(6, thread -> {
                Random random = new Random(thread);
                for (int i = 0; i < 150; i++) {
                    change(clients.get(thread % 3), "k" + random.nextInt(KEYS), thread + "-" + i, random.nextInt(6));
                }
            });
            Cache<String, String> reader = engine.client().createCache("c", new MutableConfiguration<String, String>());
            for (int i = 0; i < KEYS; i++) {
                String cached = reader.get("k" + i);
                if (cached != null) {
                    assertThat(cached).isEqualTo(store.rows.get("k" + i));
                }
            }
        }
    }

    private static void change(Cache<String, String> cache, String key, String value, int how) {
        switch (how) {
            case 0 -> cache.remove(key);
            case 1 -> cache.putIfAbsent(key, value);
            case 2 -> cache.replace(key, value);
            case 3 ->
                cache.invoke(key, (entry, ignored) -> {
                    entry.setValue(value);
                    return null;
                });
            case 4 -> cache.putAll(new HashMap<>(Map.of(key, value, "bulk", value)));
            default -> cache.put(key, value);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.Kind.class)
    void aConditionalChangeIsWrittenOnlyByItsWinner(Engine.Kind kind) throws Exception {
        try (Engine engine = Engine.of(kind, 2)) {
            Store store = new Store();
            Random pauses = new Random(11);
            List<Cache<String, String>> clients = List.of(
                    engine.client().createCache("c", store.writing()),
                    engine.client().createCache("c", store.writing()));
            for (int round = 0; round < 40; round++) {
                String key = "k" + round;
                clients.get(0).put(key, "old");
                store.writes.clear();
                store.beforeWrite = k -> pauseUpTo(300, pauses);
                Threads.together(4, thread -> clients.get(thread % 2).replace(key, "old", "new" + thread));
                assertThat(store.writes).hasSize(1);
                assertThat(key + "=" + clients.get(0).get(key)).isEqualTo(store.writes.get(0));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.Kind.class)
    void aWriterThatFailsLeavesTheEntryAsItWas(Engine.Kind kind) throws Exception {
        try (Engine engine = Engine.of(kind, 2)) {
            Store store = new Store();
            Cache<String, String> cache = engine.client().createCache("c", store.writing());
            Cache<String, String> other = engine.client().createCache("c", new MutableConfiguration<String, String>());
            cache.put("k", "old");
            store.beforeWrite = key -> {
                throw new CacheWriterException("the database says no");
            };
            assertThatThrownBy(() -> cache.put("k", "new")).isInstanceOf(CacheWriterException.class);
            assertThatThrownBy(() -> cache.remove("k")).isInstanceOf(CacheWriterException.class);
            assertThatThrownBy(() -> cache.putIfAbsent("absent", "new")).isInstanceOf(CacheWriterException.class);
            assertThat(other.get("k")).isEqualTo("old");
            assertThat(other.get("absent")).isNull();
            other.put("absent", "not held any more");
            assertThat(cache.get("absent")).isEqualTo("not held any more");
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.Kind.class)
    void whereAWriterDoesAPartTheCacheHasThatPart(Engine.Kind kind) throws Exception {
        try (Engine engine = Engine.of(kind, 2)) {
            Store store = new Store();
            Cache<String, String> cache = engine.client().createCache("c", store.writing());
            Map<String, String> before = new HashMap<>();
            Map<String, String> after = new HashMap<>();
            for (int i = 0; i < 30; i++) {
                before.put("k" + i, "old");
                after.put("k" + i, "new");
            }
            cache.putAll(before);
            store.beforeWrite = key -> {
                if (key.hashCode() % 3 == 0) {
                    throw new CacheWriterException("the database says no");
                }
            };
            assertThatThrownBy(() -> cache.putAll(after)).isInstanceOf(CacheWriterException.class);
            assertThat(store.rows.values()).contains("old", "new");
            assertThat(cache.getAll(before.keySet())).isEqualTo(store.rows);
            assertThatThrownBy(() -> cache.removeAll(before.keySet())).isInstanceOf(CacheWriterException.class);
            assertThat(store.rows).isNotEmpty().hasSizeLessThan(30);
            assertThat(cache.getAll(before.keySet())).isEqualTo(store.rows);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.Kind.class)
    void aWriterSlowerThanItsLeaseLeavesNothingOlderThanTheDatabase(Engine.Kind kind) throws Exception {
        try (Engine engine = Engine.of(kind, 1).set("flagstone.cache.c.lease", "2s")) {
            Store slow = new Store();
            Cache<String, String> slowClient = engine.client().createCache("c", slow.writing());
            Store quick = new Store();
            Cache<String, String> quickClient = engine.client().createCache("c", quick.writing());
            CountDownLatch quickHasWritten = new CountDownLatch(1);
            slow.beforeWrite = key -> await(quickHasWritten);
            Threads.together(2, thread -> {
                if (thread == 0) {
                    slowClient.put("k", "slow, the last in the database");
                } else {
                    TimeUnit.MILLISECONDS.sleep(200);
                    quickClient.put("k", "quick, overwritten in the database");
                    quickHasWritten.countDown();
                }
            });
            assertThat(quickClient.get("k")).isNull();
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.Kind.class)
    void readersSeeTheOldValueUntilTheDatabaseHasTheNew(Engine.Kind kind) throws Exception {
        try (Engine engine = Engine.of(kind, 1)) {
            Store store = new Store();
            Cache<String, String> writer = engine.client().createCache("c", store.writing());
            Cache<String, String> reader = engine.client().createCache("c", new MutableConfiguration<String, String>());
            writer.put("k", "old");
            store.beforeWrite = key -> {
                assertThat(reader.get(key)).isEqualTo("old");
                assertThat(reader.containsKey(key)).isTrue();
                assertThat(reader.iterator().next().getValue()).isEqualTo("old");
            };
            writer.put("k", "new");
            assertThat(reader.get("k")).isEqualTo("new");
            store.beforeWrite = key -> assertThat(reader.get(key)).isNull();
            writer.put("fresh", "new");
            assertThat(reader.get("fresh")).isEqualTo("new");
        }
    }
}
