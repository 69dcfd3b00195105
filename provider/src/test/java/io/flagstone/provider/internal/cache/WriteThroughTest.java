package io.flagstone.provider.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.provider.config.CacheOptions;
import io.flagstone.provider.testing.FakeNode;
import io.flagstone.provider.testing.TestClient;
import io.flagstone.provider.testing.TestWriter;
import io.flagstone.provider.testing.Threads;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.cache.integration.CacheWriterException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The store of record is the truth: what it was told is in the cache, or nothing is. */
@Timeout(30)
class WriteThroughTest {

    private final FakeNode node = new FakeNode("up");
    private final FakeNode gone = new FakeNode("gone");
    private final TestWriter writer = new TestWriter();
    private final TestCache cache = new TestCache(TestClient.PATIENT, node, gone).writer(writer);
    private final TestClient other = new TestClient(TestClient.PATIENT, node, gone);

    @AfterEach
    void close() {
        other.close();
        cache.close();
    }

    private static CacheWriterException refusal() {
        return new CacheWriterException("the store refuses");
    }

    private void refusing(String refused) {
        writer.before(key -> {
            if (key.equals(refused)) {
                throw refusal();
            }
        });
    }

    @Test
    void theStoreIsToldWhateverBecomesOfTheRestOfTheBulk() {
        cache.options(CacheOptions.DEFAULTS);
        var their = other.cache(TestClient.strings());
        String here = cache.keyOf(node);
        String away = cache.keyOf(gone);
        AtomicBoolean overtaken = new AtomicBoolean();
        node.script(line -> {
            if (line.startsWith("ms ") && line.contains(" ME") && overtaken.compareAndSet(false, true)) {
                their.put(here, "theirs");
            }
            return FakeNode.Deed.ANSWER;
        });
        gone.stop();
        cache.bulk().putAll(Map.of(here, "new", away, "new"));
        assertThat(overtaken).isTrue();
        assertThat(writer.store()).containsOnly(Map.entry(here, "new"), Map.entry(away, "new"));
    }

    @Test
    void whatTheStoreRefusesIsNotInTheCache() {
        refusing("k");
        assertThatThrownBy(() -> cache.writes().put("k", "v")).isInstanceOf(CacheWriterException.class);
        assertThat(cache.reads().get("k")).isNull();
        writer.before(key -> {});
        cache.writes().put("k", "v");
        refusing("k");
        assertThatThrownBy(() -> cache.writes().remove("k")).isInstanceOf(CacheWriterException.class);
        assertThat(cache.reads().get("k")).isEqualTo("v");
    }

    @Test
    void ofABulkOnlyWhatTheStoreTookIsInTheCache() {
        refusing("b");
        assertThatThrownBy(() -> cache.bulk().putAll(Map.of("a", "1", "b", "2", "c", "3")))
                .isInstanceOf(CacheWriterException.class);
        assertThat(writer.told()).containsExactly("writeAll");
        assertThat(writer.store()).containsOnlyKeys("a", "c");
        assertThat(cache.reads().getAll(Set.of("a", "b", "c"))).containsOnlyKeys("a", "c");

        refusing("a");
        assertThatThrownBy(() -> cache.bulk().removeAll(Set.of("a", "b", "c")))
                .isInstanceOf(CacheWriterException.class);
        assertThat(writer.store()).containsOnlyKeys("a");
        assertThat(cache.reads().getAll(Set.of("a", "b", "c"))).containsOnlyKeys("a");
    }

    @Test
    void readersSeeTheOldValueUntilTheStoreHasTheNewOne() throws Exception {
        cache.writes().put("k", "old");
        var their = other.cache(TestClient.strings());
        CountDownLatch told = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        writer.before(key -> {
            told.countDown();
            Threads.await(goOn);
        });
        CompletableFuture<Void> put = Threads.run(() -> cache.writes().put("k", "new"));
        Threads.await(told);
        assertThat(their.get("k")).isEqualTo("old");
        assertThat(their.containsKey("k")).isTrue();
        goOn.countDown();
        put.get(10, TimeUnit.SECONDS);
        assertThat(their.get("k")).isEqualTo("new");
    }

    @Test
    void anErrorOfTheWriterLeavesNoHold() {
        cache.writes().put("k", "old");
        writer.before(key -> {
            throw new AssertionError("not even an exception");
        });
        assertThatThrownBy(() -> cache.writes().put("k", "new")).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> cache.bulk().putAll(Map.of("k", "new", "other", "new")))
                .isInstanceOf(AssertionError.class);
        assertThat(cache.parts().store().read(cache.parts().store().key("k")).isLive())
                .as("neither held nor gone")
                .isTrue();
        assertThat(cache.parts()
                        .store()
                        .read(cache.parts().store().key("other"))
                        .state()
                        .name())
                .isEqualTo("ABSENT");
    }

    @Test
    void whenTheCommitFailsTheEntryIsLeftDeletedForTheStoreIsTheTruth() {
        var their = other.cache(TestClient.strings());
        cache.writes().put("k", "old");
        writer.before(key -> their.put("k", "written around the hold"));
        cache.writes().put("k", "new");
        assertThat(writer.store()).containsEntry("k", "new");
        assertThat(cache.reads().get("k")).isNull();
    }
}
