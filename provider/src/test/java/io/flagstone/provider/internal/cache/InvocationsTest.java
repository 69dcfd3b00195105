package io.flagstone.provider.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.provider.config.CacheOptions;
import io.flagstone.provider.internal.entry.Entry;
import io.flagstone.provider.testing.FakeNode;
import io.flagstone.provider.testing.TestClient;
import io.flagstone.provider.testing.TestLoader;
import io.flagstone.provider.testing.Threads;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import javax.cache.configuration.FactoryBuilder;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.processor.EntryProcessorException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Entry processors, when others are at the entry at the same time. */
@Timeout(30)
class InvocationsTest {

    private final FakeNode node = new FakeNode();
    private final TestClient mine = new TestClient(TestClient.PATIENT, node);
    private final TestClient theirs = new TestClient(TestClient.PATIENT, node);

    @AfterEach
    void close() {
        mine.close();
        theirs.close();
        node.close();
    }

    private static MutableConfiguration<String, String> loading(TestLoader<String> loader) {
        return TestClient.strings()
                .setReadThrough(true)
                .setCacheLoaderFactory(new FactoryBuilder.SingletonFactory<>(loader));
    }

    /** Waits for something that may have to wait for us. */
    private static void awaitInVain(CompletableFuture<?> other) {
        try {
            other.get(300, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            // it waits for us, which is fine
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void aProcessorThatReadsNothingLeavesNothingBehind() {
        TestLoader<String> loader = new TestLoader<>(key -> "loaded");
        var my = mine.cache(loading(loader));
        assertThat(my.<String>invoke("k", (entry, arguments) -> "nothing")).isEqualTo("nothing");
        assertThat(loader.asked()).isEmpty();
        assertThat(node.items().keys()).noneMatch(key -> key.endsWith(":sk"));
        assertThatThrownBy(() -> my.invoke("k", (entry, arguments) -> {
                    throw new IllegalStateException("broken");
                }))
                .isInstanceOf(EntryProcessorException.class);
        assertThat(node.items().keys()).noneMatch(key -> key.endsWith(":sk"));
    }

    @Test
    void anErrorOfAProcessorLeavesNoHold() {
        try (TestCache cache = new TestCache().options(Options.lockedInvoke())) {
            cache.writes().put("k", "v");
            AtomicBoolean first = new AtomicBoolean(true);
            for (Set<String> keys : List.of(Set.of("k"), Set.of("k", "other"))) {
                assertThatThrownBy(() -> cache.bulk()
                                .invokeAll(
                                        keys,
                                        null,
                                        (entry, arguments) -> {
                                            if (keys.size() == 1 || !first.getAndSet(false)) {
                                                throw new AssertionError("not even an exception");
                                            }
                                            return null;
                                        },
                                        new Object[0]))
                        .isInstanceOf(AssertionError.class);
                Entry after = cache.parts().store().read(cache.parts().store().key("k"));
                assertThat(after.state()).isEqualTo(Entry.State.LIVE);
                Entry other = cache.parts().store().read(cache.parts().store().key("other"));
                assertThat(other.state()).isEqualTo(Entry.State.ABSENT);
            }
        }
    }

    @Test
    void aProcessorOfAnotherClientIsWaitedFor() throws Exception {
        var my = mine.cache(TestClient.strings(), Options.lockedInvoke());
        var their = theirs.cache(TestClient.strings(), CacheOptions.DEFAULTS);
        AtomicReference<CompletableFuture<Boolean>> replace = new AtomicReference<>();
        my.put("k", "first");
        my.invoke("k", (entry, arguments) -> {
            replace.set(Threads.start(() -> their.replace("k", "first", "theirs")));
            awaitInVain(replace.get());
            entry.setValue("mine");
            return null;
        });
        assertThat(replace.get().get(10, TimeUnit.SECONDS)).isFalse();
        assertThat(my.get("k")).isEqualTo("mine");
    }

    @Test
    void whatAProcessorLoadedBeforeAnInvalidationDoesNotOutliveIt() throws Exception {
        var their = theirs.cache(TestClient.strings());
        AtomicReference<String> truth = new AtomicReference<>("old");
        CompletableFuture<Boolean> invalidation = new CompletableFuture<>();
        AtomicBoolean started = new AtomicBoolean();
        var my = mine.cache(loading(new TestLoader<>(key -> {
            String value = truth.getAndSet("new");
            if (started.compareAndSet(false, true)) {
                Threads.run(() -> invalidation.complete(their.remove("k")));
            }
            awaitInVain(invalidation);
            return value;
        })));
        assertThat(my.<String>invoke("k", (entry, arguments) -> entry.getValue()))
                .isEqualTo("old");
        invalidation.get(10, TimeUnit.SECONDS);
        assertThat(their.get("k")).isNull();
        assertThat(my.get("k")).isEqualTo("new");
    }

    @Test
    void aLockedProcessorRunsOnceEvenWhenOthersPut() throws Exception {
        var my = mine.cache(TestClient.strings(), Options.lockedInvoke());
        var their = theirs.cache(TestClient.strings(), Options.lockedInvoke());
        AtomicInteger runs = new AtomicInteger();
        CompletableFuture<Void> put = new CompletableFuture<>();
        AtomicBoolean started = new AtomicBoolean();
        my.invoke("k", (entry, arguments) -> {
            runs.incrementAndGet();
            if (started.compareAndSet(false, true)) {
                Threads.run(() -> {
                    their.put("k", "theirs");
                    put.complete(null);
                });
            }
            awaitInVain(put);
            entry.setValue("mine");
            return null;
        });
        put.get(10, TimeUnit.SECONDS);
        assertThat(runs).hasValue(1);
        assertThat(my.get("k")).isEqualTo("theirs");
    }
}
