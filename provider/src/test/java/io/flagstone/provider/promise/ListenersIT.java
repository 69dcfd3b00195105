package io.flagstone.provider.promise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.configuration.FactoryBuilder;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.event.CacheEntryCreatedListener;
import javax.cache.event.CacheEntryEvent;
import javax.cache.event.CacheEntryListener;
import javax.cache.event.CacheEntryUpdatedListener;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Listeners hear of the changes of a key in the order in which they were made. */
class ListenersIT {

    private static final int KEYS = 3;
    private static final int THREADS = 8;
    private static final int INCREMENTS = 100;

    /** Keeps, per key, the values in the order in which it was told of them. */
    private static class Diary
            implements CacheEntryCreatedListener<String, Integer>, CacheEntryUpdatedListener<String, Integer> {

        final Map<String, List<Integer>> values = new ConcurrentHashMap<>();
        final List<String> wrongOldValues = new CopyOnWriteArrayList<>();

        @Override
        public void onCreated(Iterable<CacheEntryEvent<? extends String, ? extends Integer>> events) {
            events.forEach(this::note);
        }

        @Override
        public void onUpdated(Iterable<CacheEntryEvent<? extends String, ? extends Integer>> events) {
            for (CacheEntryEvent<? extends String, ? extends Integer> event : events) {
                if (event.getOldValue() != event.getValue() - 1) {
                    wrongOldValues.add(event.getKey() + ": " + event.getOldValue() + " before " + event.getValue());
                }
                note(event);
            }
        }

        private void note(CacheEntryEvent<? extends String, ? extends Integer> event) {
            values.computeIfAbsent(event.getKey(), key -> new CopyOnWriteArrayList<>())
                    .add(event.getValue());
        }
    }

    private static <K, V> void register(
            Cache<K, V> cache, CacheEntryListener<? super K, ? super V> listener, boolean synchronous) {
        cache.registerCacheEntryListener(new MutableCacheEntryListenerConfiguration<>(
                new FactoryBuilder.SingletonFactory<>(listener), null, true, synchronous));
    }

    @ParameterizedTest
    @EnumSource(Engine.Kind.class)
    void synchronousAndAsynchronousListenersHearEveryKeyInOrder(Engine.Kind kind) throws Exception {
        try (Engine engine = Engine.of(kind, 2)) {
            Cache<String, Integer> cache =
                    engine.client().createCache("c", new MutableConfiguration<String, Integer>());
            Diary synchronous = new Diary();
            Diary asynchronous = new Diary();
            register(cache, synchronous, true);
            register(cache, asynchronous, false);
            Threads.together(THREADS, thread -> {
                for (int i = 0; i < INCREMENTS; i++) {
                    String key = "k" + (thread + i) % KEYS;
                    int made = InvokeWorker.increment(cache, key);
                    // told before the call returned: others may have gone on since
                    assertThat(synchronous.values.get(key)).contains(made);
                }
            });
            int total = 0;
            for (int k = 0; k < KEYS; k++) {
                String key = "k" + k;
                List<Integer> told = synchronous.values.getOrDefault(key, List.of());
                assertThat(told).isSorted().doesNotHaveDuplicates();
                await().atMost(Duration.ofSeconds(10))
                        .untilAsserted(
                                () -> assertThat(asynchronous.values.get(key)).isEqualTo(told));
                total += told.size();
            }
            assertThat(total).isEqualTo(THREADS * INCREMENTS);
            assertThat(synchronous.wrongOldValues).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.Kind.class)
    void changesMadeInsideAListenerAreToldAfterTheOneBeingTold(Engine.Kind kind) throws Exception {
        try (Engine engine = Engine.of(kind, 1)) {
            Cache<String, Integer> cache =
                    engine.client().createCache("c", new MutableConfiguration<String, Integer>());
            Diary diary = new Diary();
            CacheEntryCreatedListener<String, Integer> answering =
                    events -> events.forEach(event -> cache.put(event.getKey(), event.getValue() + 1));
            register(cache, answering, true);
            register(cache, diary, true);
            for (int i = 0; i < 30; i++) {
                cache.put("k" + i, 1);
                String key = "k" + i;
                await().atMost(Duration.ofSeconds(5))
                        .untilAsserted(() -> assertThat(diary.values.get(key)).containsExactly(1, 2));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.Kind.class)
    void listenersThatWriteToEachOthersCachesDoNotLockEachOtherOut(Engine.Kind kind) throws Exception {
        try (Engine engine = Engine.of(kind, 1)) {
            var manager = engine.client();
            Cache<String, Integer> left = manager.createCache("left", new MutableConfiguration<String, Integer>());
            Cache<String, Integer> right = manager.createCache("right", new MutableConfiguration<String, Integer>());
            register(left, copying(right), true);
            register(right, copying(left), true);
            long start = System.nanoTime();
            Threads.together(6, thread -> {
                for (int i = 0; i < 60; i++) {
                    (thread % 2 == 0 ? left : right).put("k" + i % 3 + "-" + i, thread);
                }
            });
            assertThat(System.nanoTime() - start).isLessThan(TimeUnit.SECONDS.toNanos(15));
        }
    }

    private static CacheEntryCreatedListener<String, Integer> copying(Cache<String, Integer> target) {
        return events -> events.forEach(event -> target.putIfAbsent(event.getKey(), event.getValue()));
    }
}
