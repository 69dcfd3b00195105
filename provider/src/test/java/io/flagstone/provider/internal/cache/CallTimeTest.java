package io.flagstone.provider.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.flagstone.provider.config.CacheOptions;
import io.flagstone.provider.config.FailurePolicy;
import io.flagstone.provider.failure.DeadlineExceeded;
import io.flagstone.provider.failure.NodeUnavailable;
import io.flagstone.provider.internal.entry.EntryKey;
import io.flagstone.provider.testing.FakeNode;
import io.flagstone.provider.testing.TestClient;
import io.flagstone.provider.testing.TestLoader;
import io.flagstone.provider.testing.Threads;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.cache.Cache;
import javax.cache.configuration.FactoryBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The timeout is that of a whole call, of however many exchanges with the node it consists. */
@Timeout(60)
class CallTimeTest {

    private static final Duration TIME = Duration.ofSeconds(1);
    /** Two exchanges that each took the whole time would take longer. */
    private static final Duration MOST = Duration.ofMillis(1_600);

    private static final long SLOW_MILLIS = 750;

    private final FakeNode node = new FakeNode();
    private final TestClient client = new TestClient(TestClient.options(TIME), node);

    @AfterEach
    void close() {
        client.close();
        node.close();
    }

    private Cache<String, String> cache(FailurePolicy policy) {
        Cache<String, String> cache = client.cache(TestClient.strings(), CacheOptions.DEFAULTS.withFailure(policy));
        cache.put("k", "v");
        return cache;
    }

    private static Duration time(Cache<String, String> cache, Consumer<Cache<String, String>> call) {
        long begun = System.nanoTime();
        call.accept(cache);
        return Duration.ofNanos(System.nanoTime() - begun);
    }

    @Test
    void whatIsPassedOverTakesNoSecondTimeout() {
        Cache<String, String> cache = cache(FailurePolicy.MISS);
        node.script(line -> FakeNode.Deed.IGNORE);
        assertThat(time(cache, c -> c.put("k", "w"))).isBetween(TIME, MOST);
        assertThat(time(cache, c -> c.remove("k"))).isBetween(TIME, MOST);
    }

    private void answerSlowlyOnceAndNothingFromAStoreOn() {
        AtomicBoolean slow = new AtomicBoolean(true);
        AtomicBoolean silent = new AtomicBoolean();
        node.script(line -> {
            if (line.startsWith("ms ") || silent.get()) {
                silent.set(true);
                return FakeNode.Deed.IGNORE;
            }
            if (slow.compareAndSet(true, false)) {
                TimeUnit.MILLISECONDS.sleep(SLOW_MILLIS);
            }
            return FakeNode.Deed.ANSWER;
        });
    }

    @Test
    void aStoreHasTheTimeThatItsReadingHasLeft() {
        Cache<String, String> cache = cache(FailurePolicy.FAIL);
        answerSlowlyOnceAndNothingFromAStoreOn();
        Duration time =
                time(cache, c -> assertThatThrownBy(() -> c.replace("k", "w")).isInstanceOf(DeadlineExceeded.class));
        assertThat(time).isBetween(TIME, MOST);
    }

    /** Only what the node takes counts: a processor has all the time in the world. */
    @Test
    void aProcessorTakesNothingOfTheTimeOfItsStore() {
        Cache<String, String> cache = cache(FailurePolicy.FAIL);
        cache.invoke("k", (entry, ignored) -> {
            try {
                TimeUnit.MILLISECONDS.sleep(TIME.toMillis() + 100);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            entry.setValue(entry.getValue() + "w");
            return null;
        });
        assertThat(cache.get("k")).isEqualTo("vw");
    }

    /** Runs the call in so many threads at once; how long the slowest of them took. */
    private static Duration slowest(int threads, Threads.Task call) throws Exception {
        List<CompletableFuture<Duration>> times = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            times.add(Threads.start(() -> {
                long begun = System.nanoTime();
                call.run();
                return Duration.ofNanos(System.nanoTime() - begun);
            }));
        }
        Duration slowest = Duration.ZERO;
        for (CompletableFuture<Duration> time : times) {
            Duration each = time.get(20, TimeUnit.SECONDS);
            slowest = each.compareTo(slowest) > 0 ? each : slowest;
        }
        return slowest;
    }

    @Test
    void threadsThatWaitForEachOtherAtASilentNodeAllEndInTime() throws Exception {
        Cache<String, String> cache = cache(FailurePolicy.FAIL);
        node.script(line -> FakeNode.Deed.IGNORE);
        Duration slowest = slowest(
                8,
                () -> assertThatThrownBy(() -> cache.replace("k", "w"))
                        .isInstanceOfAny(DeadlineExceeded.class, NodeUnavailable.class));
        assertThat(slowest).isBetween(TIME, MOST);
    }

    @Test
    void whatIsPassedOverWhileItWaitsForOtherThreadsIsOwed() throws Exception {
        Cache<String, String> cache = cache(FailurePolicy.MISS);
        node.script(line -> FakeNode.Deed.IGNORE);
        Duration slowest = slowest(8, () -> cache.remove("k"));
        assertThat(slowest).isBetween(TIME, MOST);
        node.behave();
        await().untilAsserted(() -> {
            cache.put("other", "v");
            assertThat(cache.get("other")).as("the node is used again").isEqualTo("v");
        });
        assertThat(cache.get("k")).isNull();
    }

    @Test
    void aChangeThatOthersAreAlwaysFasterAtEndsInTime() throws Exception {
        Cache<String, String> cache = cache(FailurePolicy.FAIL);
        try (TestClient other = new TestClient(TestClient.options(TIME), node)) {
            Cache<String, String> theirs =
                    other.cache(TestClient.strings(), CacheOptions.DEFAULTS.withFailure(FailurePolicy.FAIL));
            theirs.put("other", "v");
            node.script(line -> {
                if (line.startsWith("ms ") && line.contains(" C")) {
                    TimeUnit.MILLISECONDS.sleep(SLOW_MILLIS / 2);
                    theirs.put("k", "theirs");
                }
                return FakeNode.Deed.ANSWER;
            });
            Duration time = time(
                    cache, c -> assertThatThrownBy(() -> c.replace("k", "w")).isInstanceOf(DeadlineExceeded.class));
            assertThat(time).isBetween(TIME, MOST);
            node.behave();
            assertThat(cache.get("k")).isEqualTo("theirs");
        }
    }

    private static Void slowly(Cache<String, String> cache, CountDownLatch begun) {
        return cache.invoke("k", (entry, ignored) -> {
            begun.countDown();
            try {
                TimeUnit.MILLISECONDS.sleep(TIME.toMillis() + 500);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
            entry.setValue("slow");
            return null;
        });
    }

    @Test
    void aProcessorOfAnotherThreadIsWaitedForHoweverLongItTakes() throws Exception {
        Cache<String, String> cache = cache(FailurePolicy.MISS);
        CountDownLatch begun = new CountDownLatch(1);
        CompletableFuture<Void> invocation = Threads.start(() -> slowly(cache, begun));
        Threads.await(begun);
        assertThat(time(cache, c -> assertThat(c.getAndPut("k", "w")).isEqualTo("slow")))
                .isGreaterThan(TIME);
        invocation.get(10, TimeUnit.SECONDS);
    }

    @Test
    void aProcessorOfAnotherClientThatHoldsTheEntryIsWaitedForAsWell() throws Exception {
        Cache<String, String> cache = cache(FailurePolicy.FAIL);
        try (TestClient other = new TestClient(TestClient.options(TIME), node)) {
            Cache<String, String> theirs = other.cache(TestClient.strings(), Options.lockedInvoke());
            CountDownLatch begun = new CountDownLatch(1);
            CompletableFuture<Void> invocation = Threads.start(() -> slowly(theirs, begun));
            Threads.await(begun);
            assertThat(cache.getAndPut("k", "w")).isEqualTo("slow");
            invocation.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void aBulkCallHasTheTimeOfOneForEvery512Keys() {
        Cache<String, String> cache = cache(FailurePolicy.MISS);
        Set<String> keys = IntStream.range(0, 600).mapToObj(i -> "k" + i).collect(Collectors.toSet());
        node.script(line -> FakeNode.Deed.IGNORE);
        assertThat(time(cache, c -> assertThat(c.getAll(keys)).isEmpty())).isLessThan(TIME.plus(MOST));
        assertThat(time(cache, c -> c.removeAll(keys))).isLessThan(TIME.plus(MOST));
    }

    @Test
    void whatIsLoadedIsStoredInTheTimeThatTheReadingHasLeft() {
        Cache<String, String> cache = client.cache(
                TestClient.strings()
                        .setReadThrough(true)
                        .setCacheLoaderFactory(
                                new FactoryBuilder.SingletonFactory<>(new TestLoader<>(key -> "loaded"))),
                CacheOptions.DEFAULTS.withFailure(FailurePolicy.FAIL));
        assertThat(cache.get("other")).isEqualTo("loaded");
        answerSlowlyOnceAndNothingFromAStoreOn();
        assertThat(time(cache, c -> assertThat(c.get("k")).isEqualTo("loaded"))).isBetween(TIME, MOST);
    }

    /** Its loader's value is stored behind the lock of its key. */
    @Test
    void aReadThatLoadsDoesNotWaitForOtherThreadsLongerThanItHasTime() throws Exception {
        TestLoader<String> loader = new TestLoader<>(key -> "loaded");
        try (TestCache parts = new TestCache(TestClient.options(TIME), new FakeNode()).loader(loader)) {
            EntryKey key = parts.parts().store().key("k");
            Stripes.Held held = parts.parts()
                    .stripes()
                    .lock(List.of(key), parts.parts().store().deadline());
            Reads<String, String> reads = parts.reads();
            Duration time = slowest(1, () -> assertThat(reads.get("k")).isEqualTo("loaded"));
            assertThat(time).isBetween(TIME, MOST);
            held.release();
            assertThat(parts.parts().store().read(key).isStub())
                    .as("whoever reads it next need not wait for this one")
                    .isFalse();
        }
    }
}
