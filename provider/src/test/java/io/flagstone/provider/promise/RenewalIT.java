package io.flagstone.provider.promise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.expiry.CreatedExpiryPolicy;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Values that are read after their end while one client of all renews them, on nodes of every kind. */
class RenewalIT {

    private static final Set<String> KEYS = ManyKeys.keys(i -> i < 200);
    private static final Duration SOON = Duration.ofSeconds(30);

    @ParameterizedTest
    @EnumSource(Engine.Kind.class)
    void readersOfAnEntryThatHasEndedDoNotWaitForItsRenewal(Engine.Kind kind) {
        try (Engine engine = Engine.of(kind, 2).set("flagstone.cache.*.stale-while-revalidate", "10m")) {
            Store store = new Store();
            CountDownLatch goOn = new CountDownLatch(1);
            store.afterRead = key -> awaitQuietly(goOn);
            Cache<String, String> one = cache(engine, store);
            Cache<String, String> other = cache(engine, store);
            one.putAll(ManyKeys.all(KEYS, "old"));
            store.rows.putAll(ManyKeys.all(KEYS, "new"));
            await().atMost(SOON).until(() -> KEYS.stream().noneMatch(one::containsKey));
            // the loader hangs, and nobody waits for it
            assertThat(one.getAll(KEYS)).isEqualTo(ManyKeys.all(KEYS, "old"));
            await().atMost(SOON).until(() -> !store.bulkLoads.isEmpty());
            assertThat(other.getAll(KEYS)).isEqualTo(ManyKeys.all(KEYS, "old"));
            assertThat(other.get("k1")).isEqualTo("old");
            goOn.countDown();
            await().atMost(SOON).until(() -> "new".equals(other.get("k1")) && "new".equals(one.get("k2")));
        }
    }

    private static Cache<String, String> cache(Engine engine, Store store) {
        javax.cache.expiry.Duration life = new javax.cache.expiry.Duration(TimeUnit.MILLISECONDS, 300);
        return engine.client()
                .createCache("c", store.reading().setExpiryPolicyFactory(CreatedExpiryPolicy.factoryOf(life)));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
