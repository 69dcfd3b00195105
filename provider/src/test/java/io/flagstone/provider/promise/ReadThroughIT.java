package io.flagstone.provider.promise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import javax.cache.Cache;
import javax.cache.configuration.FactoryBuilder;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.integration.CacheLoaderException;
import javax.cache.integration.CompletionListenerFuture;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a loader brings never overrides what happened while it was away, and it goes no more often than it must. */
class ReadThroughIT {

    private static final Map<String, BiConsumer<Cache<String, String>, String>> CHANGES = changes();

    private static Map<String, BiConsumer<Cache<String, String>, String>> changes() {
        Map<String, BiConsumer<Cache<String, String>, String>> all = new HashMap<>();
        all.put("put", (cache, key) -> cache.put(key, "newer"));
        all.put("remove", Cache::remove);
        all.put("getAndRemove", Cache::getAndRemove);
        all.put("clear", (cache, key) -> cache.clear());
        all.put("putIfAbsent", (cache, key) -> cache.putIfAbsent(key, "newer"));
        all.put("put and remove", (cache, key) -> {
            cache.put(key, "newer");
            cache.remove(key);
        });
        all.put("removeAll", (cache, key) -> cache.removeAll(Set.of(key)));
        all.put(
                "invoke",
                (cache, key) -> cache.invoke(key, (entry, ignored) -> {
                    entry.remove();
                    return null;
                }));
        return all;
    }

    @ParameterizedTest
    @EnumSource(Engine.Kind.class)
    void aLateFillNeverWins(Engine.Kind kind) throws Exception {
        try (Engine engine = Engine.of(kind, 2)) {
            Store store = new Store();
            Cache<String, String> reader = engine.client().createCache("c", store.reading());
            Cache<String, String> other = engine.client().createCache("c", new MutableConfiguration<String, String>());
            for (String change : CHANGES.keySet()) {
                store.rows.put(change, "old");
                store.afterRead = key -> {
                    store.rows.put(key, "newer");
                    CHANGES.get(change).accept(other, key);
                };
                reader.get(change);
                store.afterRead = key -> {};
                assertThat(other.get(change)).as("after get against %s", change).isNotEqualTo("old");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.Kind.class)
    void aLateFillOfABulkCallNeverWins(Engine.Kind kind) throws Exception {
        try (Engine engine = Engine.of(kind, 2)) {
            Store store = new Store();
            Cache<String, String> reader = engine.client().createCache("c", store.reading());
            Cache<String, String> other = engine.client().createCache("c", new MutableConfiguration<String, String>());
            for (String change : CHANGES.keySet()) {
                store.rows.put(change, "old");
                store.afterRead = key -> {
                    store.rows.put(key, "newer");
                    CHANGES.get(change).accept(other, key);
                };
                reader.getAll(Set.of(change));
                assertThat(other.get(change))
                        .as("after getAll against %s", change)
                        .isNotEqualTo("old");
                CompletionListenerFuture loaded = new CompletionListenerFuture();
                store.rows.put(change, "old");
                other.remove(change);
                reader.loadAll(Set.of(change), true, loaded);
                loaded.get(30, TimeUnit.SECONDS);
                store.afterRead = key -> {};
                assertThat(other.get(change))
                        .as("after loadAll against %s", change)
                        .isNotEqualTo("old");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.Kind.class)
    void oneLoadServesAllThreadsAndClients(Engine.Kind kind) throws Exception {
        try (Engine engine = Engine.of(kind, 2)) {
            Store store = new Store();
            List<Cache<String, String>> clients = List.of(
                    engine.client().createCache("c", store.reading()),
                    engine.client().createCache("c", store.reading()),
                    engine.client().createCache("c", store.reading()));
            store.afterRead = key -> sleep(60);
            for (int round = 0; round < 10; round++) {
                String key = "k" + round;
                store.rows.put(key, "row " + round);
                Threads.together(
                        12,
                        thread -> assertThat(clients.get(thread % 3).get(key)).isEqualTo(store.rows.get(key)));
            }
            assertThat(store.loads).hasSize(10);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.Kind.class)
    void anEntryThatHasEndedIsLoadedOnceByAllClients(Engine.Kind kind) throws Exception {
        try (Engine engine = Engine.of(kind, 2)) {
            Store store = new Store();
            Cache<String, String> mortal = engine.client().createCache("c", ending(store.reading()));
            List<Cache<String, String>> clients = List.of(
                    engine.client().createCache("c", store.reading()),
                    engine.client().createCache("c", store.reading()),
                    engine.client().createCache("c", store.reading()));
            store.afterRead = key -> sleep(60);
            Set<String> keys = Set.of("single", "bulk 1", "bulk 2");
            keys.forEach(key -> store.rows.put(key, "row of " + key));
            keys.forEach(key -> mortal.put(key, "old"));
            await().until(() -> keys.stream().noneMatch(mortal::containsKey));
            Threads.together(
                    12,
                    thread -> assertThat(clients.get(thread % 3).get("single")).isEqualTo("row of single"));
            assertThat(store.loads).containsExactly("single");
            Set<String> bulk = Set.of("bulk 1", "bulk 2");
            Threads.together(
                    3, thread -> assertThat(clients.get(thread).getAll(bulk)).hasSize(2));
            assertThat(store.loads).as("waits for those that load in bulk").containsExactly("single");
            assertThat(store.bulkLoads.stream().flatMap(Collection::stream)).containsExactlyInAnyOrderElementsOf(bulk);
        }
    }

    private static MutableConfiguration<String, String> ending(MutableConfiguration<String, String> configuration) {
        return configuration.setExpiryPolicyFactory(new FactoryBuilder.SingletonFactory<>(
                new CreatedExpiryPolicy(new Duration(TimeUnit.MILLISECONDS, 50))));
    }

    private static void sleep(long millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.Kind.class)
    void whatGetAllMissesIsLoadedInOneCall(Engine.Kind kind) throws Exception {
        try (Engine engine = Engine.of(kind, 3)) {
            Store store = new Store();
            Cache<String, String> cache = engine.client().createCache("c", store.reading());
            Set<String> keys = new HashSet<>();
            for (int i = 0; i < 100; i++) {
                keys.add("k" + i);
                store.rows.put("k" + i, "row " + i);
            }
            cache.put("k0", "cached");
            Map<String, String> expected = new HashMap<>(store.rows);
            expected.put("k0", "cached");
            assertThat(cache.getAll(keys)).isEqualTo(expected);
            assertThat(store.bulkLoads).hasSize(1);
            assertThat(new ArrayList<>(store.bulkLoads.get(0))).hasSize(99).doesNotContain("k0");
            assertThat(cache.getAll(keys)).isEqualTo(expected);
            assertThat(store.bulkLoads).hasSize(1);
            assertThat(store.loads).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.Kind.class)
    void aLoaderThatFailsOrFindsNothingKeepsNobodyWaiting(Engine.Kind kind) throws Exception {
        try (Engine engine = Engine.of(kind, 1)) {
            Store store = new Store();
            Cache<String, String> cache = engine.client().createCache("c", store.reading());
            Cache<String, String> other = engine.client().createCache("c", store.reading());
            store.afterRead = key -> {
                throw new IllegalStateException("the database is away");
            };
            assertThatThrownBy(() -> cache.get("k")).isInstanceOf(CacheLoaderException.class);
            assertThatThrownBy(() -> cache.getAll(Set.of("k"))).isInstanceOf(CacheLoaderException.class);
            store.afterRead = key -> {};
            long start = System.nanoTime();
            assertThat(other.get("k")).isNull();
            assertThat(cache.get("k")).isNull();
            store.rows.put("k", "row");
            assertThat(other.get("k")).isEqualTo("row");
            assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(5));
        }
    }

    @Execution(CONCURRENT)
    @ParameterizedTest
    @EnumSource(Engine.Kind.class)
    void aLoaderThatDiesIsReplacedWhenItsLeaseEnds(Engine.Kind kind) throws Exception {
        try (Engine engine = Engine.of(kind, 1).set("flagstone.cache.c.lease", "2s")) {
            Store slow = new Store();
            Store quick = new Store();
            Cache<String, String> slowClient = engine.client().createCache("c", slow.reading());
            Cache<String, String> quickClient = engine.client().createCache("c", quick.reading());
            slow.rows.put("k", "old");
            quick.rows.put("k", "row");
            slow.afterRead = key -> sleep(6_000);
            Threads.together(2, thread -> {
                if (thread == 0) {
                    slowClient.get("k");
                } else {
                    sleep(200);
                    assertThat(quickClient.get("k")).isEqualTo("row");
                }
            });
            assertThat(quickClient.get("k")).isEqualTo("row");
        }
    }
}
