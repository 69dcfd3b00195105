package io.flagstone.provider.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flagstone.provider.config.CacheOptions;
import io.flagstone.provider.config.FailurePolicy;
import io.flagstone.provider.internal.entry.Entry;
import io.flagstone.provider.internal.entry.EntryKey;
import io.flagstone.provider.testing.FakeNode;
import io.flagstone.provider.testing.TestClient;
import java.util.Collection;
import javax.cache.Cache;
import javax.cache.integration.CacheWriter;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With {@code failure=miss}: what passed although its node had gone in the middle of it is owed to that node. */
@Timeout(30)
class PassedOverTest {

    private final FakeNode node = new FakeNode();
    private final TestCache cache =
            new TestCache(TestClient.PATIENT, node).options(CacheOptions.DEFAULTS.withFailure(FailurePolicy.MISS));

    @AfterEach
    void close() {
        cache.close();
    }

    private EntryKey key() {
        return cache.parts().store().key("k");
    }

    private Entry read() {
        return cache.parts().store().read(key());
    }

    private void nodeGoes() {
        node.stop();
        await().until(() -> read().state() == Entry.State.UNREACHABLE);
    }

    private Entry readOnceItIsBack() {
        node.start();
        await().until(() -> read().state() != Entry.State.UNREACHABLE);
        return read();
    }

    /** A change whose node goes once it has been planned: it has seen its entry, and cannot be committed. */
    private Change<String, String> losingItsNode(Change<String, String> change) {
        return new Change<>(change.key()) {
            @Override
            Plan<String, String> plan(Entry seen) {
                nodeGoes();
                return change.plan(seen);
            }

            @Override
            @Nullable
            Plan<String, String> planUnseen() {
                return change.planUnseen();
            }
        };
    }

    @Test
    void aRemovalWhoseNodeGoesAfterItsReadingIsOwed() {
        cache.writes().put("k", "v");
        cache.changes().run(losingItsNode(new Remove<>(cache.parts(), key())));
        assertThat(readOnceItIsBack().visible().isLive()).isFalse();
    }

    @Test
    void aPutWhoseNodeGoesAfterItsReadingIsOwed() {
        cache.writes().put("k", "v");
        cache.changes().run(losingItsNode(new Put<>(cache.parts(), "k", "w")));
        assertThat(readOnceItIsBack().visible().isLive()).isFalse();
    }

    @Test
    void aRemovalWhoseNodeGoesWhileTheWriterRunsIsOwed() {
        cache.writer(new CacheWriter<>() {
            @Override
            public void write(Cache.Entry<? extends String, ? extends String> entry) {}

            @Override
            public void writeAll(Collection<Cache.Entry<? extends String, ? extends String>> entries) {}

            @Override
            public void delete(Object key) {
                nodeGoes();
            }

            @Override
            public void deleteAll(Collection<?> keys) {
                nodeGoes();
            }
        });
        cache.writes().put("k", "v");
        cache.writes().remove("k");
        assertThat(readOnceItIsBack().visible().isLive()).isFalse();
    }
}
