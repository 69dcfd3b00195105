package io.flagstone.provider.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flagstone.provider.config.CacheOptions;
import io.flagstone.provider.config.FailurePolicy;
import io.flagstone.provider.internal.stats.CacheCounters.Figure;
import io.flagstone.provider.testing.FakeNode;
import io.flagstone.provider.testing.TestClient;
import io.flagstone.provider.testing.TestLoader;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import javax.cache.configuration.Factory;
import javax.cache.configuration.FactoryBuilder;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.expiry.TouchedExpiryPolicy;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheLoaderException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Values that are read for a while after their end, while one client of all renews them. */
@Timeout(60)
class RenewalsTest {

    private static final long LIFE = 10_000;
    private static final long WINDOW = 20_000;
    private static final CacheOptions RENEWING =
            CacheOptions.DEFAULTS.withStaleWhileRevalidate(Duration.ofMillis(WINDOW));

    private final FakeNode node = new FakeNode();
    private final TestClient one = new TestClient(TestClient.PATIENT, node);
    private final TestClient other = new TestClient(TestClient.PATIENT, node);
    private final AtomicReference<@Nullable String> truth = new AtomicReference<>("old");
    private final CountDownLatch goOn = new CountDownLatch(1);
    private final TestLoader<String> loader = new TestLoader<>(key -> truth.get());

    /** Has read the truth and waits. */
    private final TestLoader<String> slow = new TestLoader<>(key -> {
        String read = truth.get();
        try {
            assertThat(goOn.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return read;
    });

    @AfterEach
    void close() {
        goOn.countDown();
        one.close();
        other.close();
        node.close();
    }

    private void pass(long millis) {
        one.clock().pass(millis);
        other.clock().pass(millis);
        node.items().pass(millis);
    }

    private static FlagstoneCache<String, String> cache(
            TestClient client, CacheLoader<String, String> by, CacheOptions options, Factory<ExpiryPolicy> expiry) {
        MutableConfiguration<String, String> configuration = TestClient.strings()
                .setReadThrough(true)
                .setExpiryPolicyFactory(expiry)
                .setCacheLoaderFactory(new FactoryBuilder.SingletonFactory<>(by));
        return client.cache(configuration, options);
    }

    private static FlagstoneCache<String, String> renewing(TestClient client, CacheLoader<String, String> by) {
        return cache(client, by, RENEWING, CreatedExpiryPolicy.factoryOf(life()));
    }

    private static javax.cache.expiry.Duration life() {
        return new javax.cache.expiry.Duration(TimeUnit.MILLISECONDS, LIFE);
    }

    /** An entry that has just ended; the truth is something new. */
    private void end(FlagstoneCache<String, String> cache, String... keys) {
        for (String key : keys) {
            cache.put(key, "old");
        }
        truth.set("new");
        pass(LIFE + 1);
    }

    private static void awaitValue(FlagstoneCache<String, String> cache, String key, String value) {
        await().until(() -> value.equals(cache.get(key)));
    }

    @Test
    void theFormerValueIsReadWhileOneClientOfAllLoads() {
        FlagstoneCache<String, String> mine = renewing(one, slow);
        FlagstoneCache<String, String> theirs = renewing(other, slow);
        end(mine, "k");
        assertThat(mine.get("k")).isEqualTo("old");
        await().until(() -> slow.asked().size() == 1);
        for (int i = 0; i < 20; i++) {
            assertThat(mine.get("k")).isEqualTo("old");
            assertThat(theirs.get("k")).isEqualTo("old");
        }
        goOn.countDown();
        awaitValue(theirs, "k", "new");
        assertThat(mine.get("k")).isEqualTo("new");
        assertThat(slow.asked()).containsExactly("k");
    }

    @Test
    void theNewValueHasALifeOfItsOwn() {
        FlagstoneCache<String, String> cache = renewing(one, loader);
        end(cache, "k");
        pass(WINDOW / 2);
        awaitRenewal(cache, "k");
        truth.set("newer");
        pass(LIFE - 1_000);
        assertThat(cache.get("k")).isEqualTo("new");
        assertThat(cache.containsKey("k")).isTrue();
        pass(1_001);
        assertThat(cache.containsKey("k")).isFalse();
        assertThat(cache.get("k")).isEqualTo("new");
        awaitValue(cache, "k", "newer");
    }

    private static void awaitRenewal(FlagstoneCache<String, String> cache, String key) {
        assertThat(cache.get(key)).isEqualTo("old");
        awaitValue(cache, key, "new");
    }

    @Test
    void afterTheWindowNobodyReadsTheFormerValue() {
        FlagstoneCache<String, String> cache = renewing(one, loader);
        end(cache, "k");
        pass(WINDOW);
        assertThat(cache.get("k")).isEqualTo("new");
        assertThat(cache.getAll(Set.of("k"))).containsEntry("k", "new");
    }

    @Test
    void whatWasRemovedClearedOrReplacedIsNotRead() {
        FlagstoneCache<String, String> cache = renewing(one, loader);
        FlagstoneCache<String, String> theirs = other.cache(TestClient.strings());
        end(cache, "removed", "removedToo", "processed", "put", "claimed");
        theirs.remove("removed");
        theirs.removeAll(Set.of("removedToo"));
        theirs.invoke("processed", (entry, ignored) -> {
            entry.remove();
            return null;
        });
        theirs.put("put", "put");
        assertThat(theirs.putIfAbsent("claimed", "claimed")).isTrue();
        assertThat(cache.get("removed")).isEqualTo("new");
        assertThat(cache.getAll(Set.of("removedToo", "processed", "put", "claimed")))
                .isEqualTo(Map.of("removedToo", "new", "processed", "new", "put", "put", "claimed", "claimed"));
        truth.set("old");
        end(cache, "k");
        theirs.clear();
        assertThat(cache.get("k")).isEqualTo("new");
    }

    @Test
    void aRenewalThatIsOvertakenStoresNothing() {
        FlagstoneCache<String, String> cache = renewing(one, slow);
        FlagstoneCache<String, String> theirs = other.cache(TestClient.strings());
        end(cache, "put", "removed");
        truth.set("read too early");
        assertThat(cache.getAll(Set.of("put", "removed"))).hasSize(2).containsValue("old");
        await().until(() -> !slow.asked().isEmpty());
        theirs.put("put", "newer");
        theirs.remove("removed");
        goOn.countDown();
        await().until(() -> slow.asked().size() == 2 && node.count("ms ") >= 2);
        cache.close(); // waits for those who are inside
        assertThat(theirs.get("put")).isEqualTo("newer");
        assertThat(theirs.get("removed")).isNull();
    }

    @Test
    void whatTheLoaderDoesNotKnowAnyMoreIsGone() {
        FlagstoneCache<String, String> cache = renewing(one, loader);
        end(cache, "k", "l");
        truth.set(null);
        assertThat(cache.get("k")).isEqualTo("old");
        await().until(() -> cache.get("k") == null);
        assertThat(cache.getAll(Set.of("l"))).containsEntry("l", "old");
        await().until(() -> cache.getAll(Set.of("l")).isEmpty());
    }

    @Test
    void aLoaderThatFailsIsTriedAgainWhenTheLeaseIsOver() {
        AtomicReference<@Nullable RuntimeException> failure =
                new AtomicReference<>(new CacheLoaderException("not now"));
        TestLoader<String> failing = new TestLoader<>(key -> {
            RuntimeException thrown = failure.get();
            if (thrown != null) {
                throw thrown;
            }
            return truth.get();
        });
        FlagstoneCache<String, String> cache = renewing(one, failing);
        end(cache, "k");
        assertThat(cache.get("k")).isEqualTo("old");
        await().until(() -> failing.asked().size() == 1);
        for (int i = 0; i < 20; i++) {
            assertThat(cache.get("k")).isEqualTo("old");
        }
        assertThat(failing.asked()).hasSize(1);
        failure.set(null);
        pass(CacheOptions.DEFAULTS.lease().toMillis() + 1);
        awaitValue(cache, "k", "new");
        assertThat(failing.asked()).hasSize(2);
    }

    @Test
    void manyAreRenewedInOneCallOfTheLoader() {
        FlagstoneCache<String, String> cache = renewing(one, slow);
        String[] keys = {"a", "b", "c"};
        end(cache, keys);
        assertThat(cache.getAll(Set.of(keys))).isEqualTo(Map.of("a", "old", "b", "old", "c", "old"));
        goOn.countDown();
        await().until(() -> cache.getAll(Set.of(keys)).equals(Map.of("a", "new", "b", "new", "c", "new")));
        assertThat(slow.asked()).containsExactlyInAnyOrder(keys);
    }

    @Test
    void aValueThatIsReadAfterItsEndIsAHit() {
        try (TestCache cache =
                new TestCache().loader(loader).options(RENEWING).expiry(new CreatedExpiryPolicy(life()))) {
            cache.writes().put("k", "old");
            truth.set("new");
            cache.client().clock().pass(LIFE + 1);
            Reads<String, String> reads = cache.reads();
            assertThat(reads.get("k")).isEqualTo("old");
            assertThat(cache.hits()).isOne();
            assertThat(cache.misses()).isZero();
        }
    }

    private static void awaitCount(FlagstoneCache<String, String> cache, Figure figure, long count) {
        await().untilAsserted(() -> assertThat(cache.counters().sum(figure)).isEqualTo(count));
    }

    @Test
    void whatIsReadAfterItsEndAndRenewedIsCounted() {
        FlagstoneCache<String, String> cache = renewing(one, slow);
        cache.counters().watch();
        end(cache, "a", "b", "c");
        assertThat(cache.getAll(Set.of("a", "b"))).hasSize(2);
        assertThat(cache.get("c")).isEqualTo("old");
        assertThat(cache.counters().sum(Figure.STALE_READS)).isEqualTo(3);
        await().until(() -> slow.asked().size() >= 2);
        other.cache(TestClient.strings()).put("c", "newer");
        goOn.countDown();
        awaitCount(cache, Figure.RENEWALS_MADE, 2);
        awaitCount(cache, Figure.RENEWALS_LATE, 1);
        assertThat(cache.counters().sum(Figure.RENEWALS_FAILED)).isZero();
    }

    @Test
    void aRenewalThatTakesAwayWhatTheLoaderDoesNotKnowIsMadeAndOneThatFailsIsCountedAsSuch() {
        TestLoader<String> failing = new TestLoader<>(key -> {
            if (key.equals("fails")) {
                throw new CacheLoaderException("not now");
            }
            return null;
        });
        FlagstoneCache<String, String> cache = renewing(one, failing);
        cache.counters().watch();
        end(cache, "unknown", "fails");
        assertThat(cache.get("unknown")).isEqualTo("old");
        assertThat(cache.get("fails")).isEqualTo("old");
        awaitCount(cache, Figure.RENEWALS_MADE, 1);
        awaitCount(cache, Figure.RENEWALS_FAILED, 1);
        assertThat(cache.counters().sum(Figure.RENEWALS_LATE)).isZero();
    }

    @Test
    void withoutTheOptionWhatHasEndedIsLoaded() {
        FlagstoneCache<String, String> cache =
                cache(one, loader, CacheOptions.DEFAULTS, CreatedExpiryPolicy.factoryOf(life()));
        end(cache, "k", "l");
        assertThat(cache.get("k")).isEqualTo("new");
        assertThat(cache.getAll(Set.of("l"))).containsEntry("l", "new");
    }

    @Test
    void whereReadsMoveTheEndOrNothingIsLoadedTheOptionHasNoEffect() {
        FlagstoneCache<String, String> touched = cache(one, loader, RENEWING, TouchedExpiryPolicy.factoryOf(life()));
        end(touched, "k");
        assertThat(touched.get("k")).isEqualTo("new");
        FlagstoneCache<String, String> bare =
                one.cache(TestClient.strings().setExpiryPolicyFactory(CreatedExpiryPolicy.factoryOf(life())), RENEWING);
        end(bare, "l");
        assertThat(bare.get("l")).isNull();
    }

    @Test
    void theNodeKeepsAnEntryForTheWindowAndAHoldNoLonger() {
        FlagstoneCache<String, String> cache = cache(
                one,
                loader,
                Options.lockedInvoke().withStaleWhileRevalidate(RENEWING.staleWhileRevalidate()),
                CreatedExpiryPolicy.factoryOf(life()));
        cache.put("k", "old");
        assertThat(stores()).singleElement().asString().contains(" T32 ");
        cache.invoke("k", (entry, ignored) -> entry.getValue());
        assertThat(stores().get(1)).as("the hold").contains(" T12 ");
    }

    private List<String> stores() {
        return node.lines().stream()
                .filter(line -> line.startsWith("ms ") && !line.contains("flagstone:"))
                .toList();
    }

    @Test
    void aRenewedValueIsReadFromItsCopyWhileTheOwnerIsAway() {
        try (FakeNode second = new FakeNode("second");
                TestClient client = new TestClient(TestClient.PATIENT, node, second)) {
            CacheOptions copied = RENEWING.withCopies(2).withFailure(FailurePolicy.FAIL);
            FlagstoneCache<String, String> cache = cache(client, loader, copied, CreatedExpiryPolicy.factoryOf(life()));
            cache.put("k", "old");
            truth.set("new");
            client.clock().pass(LIFE + 1);
            node.items().pass(LIFE + 1);
            second.items().pass(LIFE + 1);
            assertThat(cache.get("k")).isEqualTo("old");
            awaitValue(cache, "k", "new");
            truth.set("newest");
            FakeNode owner = node.lines().stream().anyMatch(line -> line.startsWith("mg ") && line.contains(" N"))
                    ? node
                    : second;
            owner.close();
            assertThat(cache.get("k")).isEqualTo("new");
        }
    }
}
