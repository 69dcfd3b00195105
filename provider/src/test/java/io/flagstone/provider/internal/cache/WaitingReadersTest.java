package io.flagstone.provider.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.flagstone.provider.internal.entry.EntryKey;
import io.flagstone.provider.testing.FakeNode;
import io.flagstone.provider.testing.FakeNode.Deed;
import io.flagstone.provider.testing.TestClient;
import io.flagstone.provider.testing.TestLoader;
import io.flagstone.provider.testing.Threads;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import javax.cache.integration.CacheLoaderException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What counts of the time that a reader waits for another thread's load: all but the application's own code. */
@Timeout(60)
class WaitingReadersTest {

    private static final Duration TIME = Duration.ofSeconds(1);
    /** What is slow, and then the whole time again, would take longer. */
    private static final Duration MOST = Duration.ofMillis(1_600);

    private static final long SLOW_MILLIS = 800;

    /** Another client has begun to load, and does not end. */
    private static void claimElsewhere(TestCache cache, String key) {
        EntryKey entryKey = cache.parts().store().key(key);
        assertThat(cache.parts().store().readOrClaim(entryKey, 60_000).hasWon()).isTrue();
    }

    @Test
    void aReaderAndTheThreadThatItWaitsForHaveTheTimeOfOneCall() throws Exception {
        TestLoader<String> loader = new TestLoader<>(key -> "loaded");
        FakeNode slow = new FakeNode("slow");
        FakeNode silent = new FakeNode("silent");
        try (TestCache cache = new TestCache(TestClient.options(TIME), slow, silent).loader(loader)) {
            Reads<String, String> reads = cache.reads();
            String first = cache.keyOf(slow);
            String second = cache.keyOf(silent);
            assertThat(reads.get(first)).isEqualTo("loaded");
            cache.writes().remove(first);
            claimElsewhere(cache, second);
            AtomicBoolean once = new AtomicBoolean(true);
            AtomicReference<CompletableFuture<String>> other = new AtomicReference<>();
            slow.script(line -> {
                if (once.compareAndSet(true, false)) {
                    TimeUnit.MILLISECONDS.sleep(SLOW_MILLIS);
                    long before = silent.count("mg");
                    other.set(Threads.start(() -> reads.get(second)));
                    await().until(() -> silent.count("mg") > before + 8);
                    silent.script(next -> Deed.IGNORE);
                }
                return Deed.ANSWER;
            });
            long begun = System.nanoTime();
            assertThat(reads.getAll(Set.of(first, second))).isEqualTo(Map.of(first, "loaded", second, "loaded"));
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isBetween(Duration.ofMillis(SLOW_MILLIS), MOST);
            assertThat(other.get().get(20, TimeUnit.SECONDS)).isEqualTo("loaded");
        }
    }

    @Test
    void theLoaderOfAnotherThreadIsWaitedForHoweverLongItTakes() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        TestLoader<String> loader = new TestLoader<>(key -> {
            asked.countDown();
            sleep(TestClient.HASTY.timeout().multipliedBy(2));
            return "loaded";
        });
        try (TestCache cache = new TestCache(TestClient.HASTY, new FakeNode()).loader(loader)) {
            Reads<String, String> reads = cache.reads();
            CompletableFuture<String> loading = Threads.start(() -> reads.get("k"));
            Threads.await(asked);
            assertThat(reads.get("k")).isEqualTo("loaded");
            assertThat(loading.get(20, TimeUnit.SECONDS)).isEqualTo("loaded");
            assertThat(loader.asked()).containsExactly("k");
        }
    }

    private static void sleep(Duration time) {
        try {
            TimeUnit.NANOSECONDS.sleep(time.toNanos());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Whoever waits is told before the loading thread has taken its stub away, which may take its whole time. */
    @Test
    void aLoaderThatFailsIsHeardOfAtOnce() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        TestLoader<String> loader = new TestLoader<>(key -> {
            asked.countDown();
            Threads.await(goOn);
            throw new IllegalStateException("no such row");
        });
        FakeNode node = new FakeNode();
        try (TestCache cache = new TestCache(TestClient.options(Duration.ofSeconds(30)), node).loader(loader)) {
            Reads<String, String> reads = cache.reads();
            CompletableFuture<String> loading = Threads.start(() -> reads.get("k"));
            Threads.await(asked);
            AtomicReference<Thread> thread = new AtomicReference<>();
            CompletableFuture<String> waiting = Threads.start(() -> {
                thread.set(Thread.currentThread());
                return reads.get("k");
            });
            await().until(() -> isIn("landed", thread.get()));
            AtomicBoolean silent = new AtomicBoolean();
            node.script(line -> {
                silent.compareAndSet(false, line.startsWith("md "));
                return silent.get() ? Deed.IGNORE : Deed.ANSWER;
            });
            goOn.countDown();
            assertThatThrownBy(() -> waiting.get(15, TimeUnit.SECONDS)).hasCauseInstanceOf(CacheLoaderException.class);
            await().untilTrue(silent);
            assertThat(loading).isNotDone();
        }
    }

    private static boolean isIn(String method, Thread thread) {
        if (thread != null) {
            for (StackTraceElement each : thread.getStackTrace()) {
                if (each.getMethodName().equals(method)) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void othersAreWaitedForForOneLeaseInAll() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        TestLoader<String> loader = new TestLoader<>(key -> {
            if (asked.getCount() > 0) {
                asked.countDown();
                Threads.await(goOn);
            }
            return "loaded";
        });
        FakeNode node = new FakeNode();
        try (TestCache cache = new TestCache(TestClient.PATIENT, node)
                .options(Options.withLease(Duration.ofSeconds(1)))
                .loader(loader)) {
            Reads<String, String> reads = cache.reads();
            claimElsewhere(cache, "k");
            CompletableFuture<String> hanging = Threads.start(() -> reads.get("k"));
            Threads.await(asked);
            long before = node.count("mg");
            assertThat(reads.get("k")).isEqualTo("loaded");
            assertThat(node.count("mg") - before)
                    .as("questions to the node, after a lease of waiting for this JVM's loader")
                    .isLessThan(20);
            goOn.countDown();
            assertThat(hanging.get(20, TimeUnit.SECONDS)).isEqualTo("loaded");
        }
    }
}
