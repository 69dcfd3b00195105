package io.flagstone.provider.promise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.parallel.ExecutionMode.CONCURRENT;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.configuration.FactoryBuilder;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.event.CacheEntryExpiredListener;
import javax.cache.expiry.AccessedExpiryPolicy;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.expiry.ModifiedExpiryPolicy;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Entries end when their policy says, to the millisecond, although memcached counts in seconds. */
class ExpiryIT {

    private static javax.cache.expiry.Duration millis(long millis) {
        return new javax.cache.expiry.Duration(TimeUnit.MILLISECONDS, millis);
    }

    private static MutableConfiguration<String, String> configuration(ExpiryPolicy policy) {
        return new MutableConfiguration<String, String>()
                .setExpiryPolicyFactory(new FactoryBuilder.SingletonFactory<>(policy));
    }

    /**
     * Puts a value and watches it closely: it is not gone before its time, and no read that begins after its time finds
     * it, however slow the machine is.
     */
    private static void assertLives(Cache<String, String> cache, String key, long millis) throws InterruptedException {
        long before = System.nanoTime();
        cache.put(key, "value");
        long after = System.nanoTime();
        long lastFound = after;
        long begun = after;
        while (cache.get(key) != null) {
            lastFound = begun;
            assertThat(begun - after).isLessThan(TimeUnit.SECONDS.toNanos(10));
            TimeUnit.MILLISECONDS.sleep(2);
            begun = System.nanoTime();
        }
        assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before)).isGreaterThanOrEqualTo(millis - 5);
        assertThat(TimeUnit.NANOSECONDS.toMillis(lastFound - after)).isLessThanOrEqualTo(millis + 5);
    }

    @ParameterizedTest
    @EnumSource(Engine.Kind.class)
    void fiftyMillisecondsAreFifty(Engine.Kind kind) throws Exception {
        try (Engine engine = Engine.of(kind, 2)) {
            Cache<String, String> cache =
                    engine.client().createCache("c", configuration(new CreatedExpiryPolicy(millis(50))));
            for (int i = 0; i < 10; i++) {
                assertLives(cache, "k" + i, 50);
            }
        }
    }

    @Execution(CONCURRENT)
    @ParameterizedTest
    @EnumSource(Engine.Kind.class)
    void threeSecondsAreThree(Engine.Kind kind) throws Exception {
        try (Engine engine = Engine.of(kind, 2)) {
            Cache<String, String> cache =
                    engine.client().createCache("c", configuration(new ModifiedExpiryPolicy(millis(3_000))));
            assertLives(cache, "k", 3_000);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.Kind.class)
    void presenceAndIterationAgreeWithTheValue(Engine.Kind kind) throws Exception {
        try (Engine engine = Engine.of(kind, 2)) {
            Cache<String, String> cache =
                    engine.client().createCache("c", configuration(new CreatedExpiryPolicy(millis(80))));
            for (int i = 0; i < 20; i++) {
                cache.put("k" + i, "value");
                assertThat(cache.containsKey("k" + i)).isTrue();
            }
            TimeUnit.MILLISECONDS.sleep(100);
            for (int i = 0; i < 20; i++) {
                assertThat(cache.containsKey("k" + i)).isFalse();
            }
            assertThat(cache.iterator().hasNext()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.Kind.class)
    void anUpdateKeepsTheEndThatTheCreationGave(Engine.Kind kind) throws Exception {
        try (Engine engine = Engine.of(kind, 1)) {
            Cache<String, String> cache =
                    engine.client().createCache("c", configuration(new CreatedExpiryPolicy(millis(400))));
            long start = System.nanoTime();
            cache.put("k", "one");
            TimeUnit.MILLISECONDS.sleep(200);
            cache.put("k", "two");
            assertThat(cache.get("k")).isEqualTo("two");
            await().atMost(Duration.ofSeconds(2))
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(2))
                    .until(() -> cache.get("k") == null);
            assertThat((System.nanoTime() - start) / 1_000_000).isBetween(390L, 600L);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.Kind.class)
    void readingProlongsAnEntryOfAShortLife(Engine.Kind kind) throws Exception {
        try (Engine engine = Engine.of(kind, 1)) {
            Cache<String, String> cache =
                    engine.client().createCache("c", configuration(new AccessedExpiryPolicy(millis(400))));
            cache.put("k", "value");
            for (int i = 0; i < 6; i++) {
                TimeUnit.MILLISECONDS.sleep(150);
                assertThat(cache.get("k")).as("after %s reads", i).isEqualTo("value");
            }
            TimeUnit.MILLISECONDS.sleep(450);
            assertThat(cache.get("k")).isNull();
        }
    }

    /** Long lives are prolonged by touching, which the node rounds to seconds: the end is late by up to two of them. */
    @Execution(CONCURRENT)
    @ParameterizedTest
    @EnumSource(Engine.Kind.class)
    void readingProlongsAnEntryOfALongLife(Engine.Kind kind) throws Exception {
        try (Engine engine = Engine.of(kind, 1)) {
            Cache<String, String> cache =
                    engine.client().createCache("c", configuration(new AccessedExpiryPolicy(millis(10_000))));
            cache.put("k", "value");
            TimeUnit.MILLISECONDS.sleep(5_000);
            assertThat(cache.get("k")).isEqualTo("value");
            TimeUnit.MILLISECONDS.sleep(6_500);
            assertThat(cache.get("k"))
                    .as("11.5 s after the put, 6.5 s after the last read")
                    .isEqualTo("value");
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.Kind.class)
    void onlyOneClientAnnouncesAnEndAndWithTheLastValue(Engine.Kind kind) throws Exception {
        try (Engine engine = Engine.of(kind, 2)) {
            List<String> announced = new CopyOnWriteArrayList<>();
            CacheEntryExpiredListener<String, String> listener =
                    events -> events.forEach(event -> announced.add(event.getKey() + "=" + event.getOldValue()));
            List<Cache<String, String>> clients = List.of(watched(engine, listener), watched(engine, listener));
            for (int i = 0; i < 50; i++) {
                clients.get(i % 2).put("k" + i, "v" + i);
            }
            TimeUnit.MILLISECONDS.sleep(150);
            Threads.together(8, thread -> {
                for (int i = 0; i < 50; i++) {
                    assertThat(clients.get(thread % 2).get("k" + i)).isNull();
                }
            });
            assertThat(announced).hasSize(50).doesNotHaveDuplicates().contains("k7=v7");
        }
    }

    private static Cache<String, String> watched(Engine engine, CacheEntryExpiredListener<String, String> listener) {
        Cache<String, String> cache =
                engine.client().createCache("c", configuration(new CreatedExpiryPolicy(millis(100))));
        cache.registerCacheEntryListener(new MutableCacheEntryListenerConfiguration<>(
                new FactoryBuilder.SingletonFactory<>(listener), null, true, true));
        return cache;
    }

    @ParameterizedTest
    @EnumSource(Engine.Kind.class)
    void aCacheWithoutAPolicyHasTheLifetimeOfItsPattern(Engine.Kind kind) throws Exception {
        try (Engine engine = Engine.of(kind, 1)
                .set("flagstone.cache.short-*.ttl", "100ms")
                .set("flagstone.cache.short-but-*.ttl", "none")) {
            Cache<String, String> mortal =
                    engine.client().createCache("short-lived", new MutableConfiguration<String, String>());
            Cache<String, String> eternal =
                    engine.client().createCache("short-but-eternal", new MutableConfiguration<String, String>());
            eternal.put("k", "value");
            assertLives(mortal, "k", 100);
            assertThat(eternal.get("k")).isEqualTo("value");
        }
    }
}
