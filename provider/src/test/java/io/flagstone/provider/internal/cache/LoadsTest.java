package io.flagstone.provider.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flagstone.provider.internal.clock.Deadline;
import io.flagstone.provider.internal.entry.Entry;
import io.flagstone.provider.internal.entry.EntryKey;
import io.flagstone.provider.testing.TestLoader;
import io.flagstone.provider.testing.Threads;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Read-through, when several readers miss the same key. */
@Timeout(30)
class LoadsTest {

    private static final long SOON = TestCache.LEASE.toMillis() / 3;

    private final TestCache cache = new TestCache();

    @AfterEach
    void close() {
        cache.close();
    }

    private EntryKey key() {
        return cache.parts().store().key("k");
    }

    private Deadline time() {
        return cache.parts().store().deadline();
    }

    @Test
    void theReaderThatShouldLoadNeverWaitsForOneThatWaitsForIt() throws Exception {
        TestLoader<String> loader = new TestLoader<>(key -> "loaded");
        Loads<String, String> loads = cache.loader(loader).loads();
        Entry first = loads.readOrClaim(key(), time());
        Entry second = loads.readOrClaim(key(), time());
        assertThat(first.hasWon()).isTrue();
        assertThat(second.isStub() && !second.hasWon()).isTrue();
        long before = cache.node().count("mg");

        CompletableFuture<String> waiting = Threads.start(() -> loads.load(key(), second, time()));
        await().until(() -> cache.node().count("mg") > before + 2);
        CompletableFuture<String> loading = Threads.start(() -> loads.load(key(), first, time()));

        assertThat(loading.get(SOON, TimeUnit.MILLISECONDS)).isEqualTo("loaded");
        assertThat(waiting.get(SOON, TimeUnit.MILLISECONDS)).isEqualTo("loaded");
        assertThat(loader.asked()).containsExactly("k");
    }

    @Test
    void aReadThatBeganAfterAnInvalidationDoesNotGetWhatWasLoadedBeforeIt() throws Exception {
        AtomicReference<String> truth = new AtomicReference<>("old");
        CountDownLatch read = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        TestLoader<String> loader = new TestLoader<>(key -> {
            String value = truth.get();
            if (value.equals("old")) {
                read.countDown();
                Threads.await(goOn);
            }
            return value;
        });
        Reads<String, String> reads = cache.loader(loader).reads();
        CompletableFuture<String> early = Threads.start(() -> reads.get("k"));
        Threads.await(read);

        truth.set("new");
        cache.writes().remove("k");
        CompletableFuture<String> late = Threads.start(() -> reads.get("k"));

        assertThat(late.get(SOON, TimeUnit.MILLISECONDS)).isEqualTo("new");
        goOn.countDown();
        assertThat(early.get(SOON, TimeUnit.MILLISECONDS)).isEqualTo("old");
        assertThat(reads.get("k")).isEqualTo("new");
    }

    @Test
    void aLoaderThatReadsItsOwnKeyDoesNotWaitForItselfForEver() throws Exception {
        AtomicReference<Reads<String, String>> reads = new AtomicReference<>();
        AtomicReference<String> depth = new AtomicReference<>("");
        TestLoader<String> loader = new TestLoader<>(key -> {
            String inner =
                    depth.updateAndGet(d -> d + "x").length() == 1 ? reads.get().get(key) : "innermost";
            return "loaded over " + inner;
        });
        cache.options(Options.withLease(Duration.ofMillis(300))).loader(loader);
        reads.set(cache.reads());
        CompletableFuture<String> reading = Threads.start(() -> reads.get().get("k"));
        assertThat(reading.get(SOON, TimeUnit.MILLISECONDS)).isEqualTo("loaded over loaded over innermost");
    }

    @Test
    void oneReaderLoadsForAllOfThisJvm() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        TestLoader<String> loader = new TestLoader<>(key -> {
            asked.countDown();
            Threads.await(goOn);
            return "loaded";
        });
        Reads<String, String> reads = cache.loader(loader).reads();
        CompletableFuture<String> first = Threads.start(() -> reads.get("k"));
        Threads.await(asked);
        CompletableFuture<String> second = Threads.start(() -> reads.get("k"));
        await().until(() -> cache.node().count("mg") >= 4);
        goOn.countDown();
        assertThat(first.get(SOON, TimeUnit.MILLISECONDS)).isEqualTo("loaded");
        assertThat(second.get(SOON, TimeUnit.MILLISECONDS)).isEqualTo("loaded");
        assertThat(loader.asked()).containsExactly("k");
    }

    @Test
    void anInterruptedReaderWaitsForOthersLikeAnyOther() throws Exception {
        Loads<String, String> loads = cache.options(Options.withLease(Duration.ofMillis(400)))
                .loader(new TestLoader<>(key -> "loaded"))
                .loads();
        assertThat(loads.readOrClaim(key(), time()).hasWon()).isTrue();
        Entry seen = loads.readOrClaim(key(), time());
        long before = cache.node().count("mg");
        CompletableFuture<Boolean> reading = Threads.start(() -> {
            Thread.currentThread().interrupt();
            loads.load(key(), seen, time());
            return Thread.interrupted();
        });
        assertThat(reading.get(SOON, TimeUnit.MILLISECONDS)).isTrue();
        assertThat(cache.node().count("mg") - before)
                .as("questions to the node")
                .isLessThan(200);
    }
}
