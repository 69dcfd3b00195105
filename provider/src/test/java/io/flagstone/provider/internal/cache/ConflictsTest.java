package io.flagstone.provider.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.provider.testing.FakeNode;
import io.flagstone.provider.testing.TestClient;
import io.flagstone.provider.testing.Threads;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import javax.cache.configuration.Factory;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.Duration;
import javax.cache.expiry.ExpiryPolicy;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Two clients on one entry: whoever comes second starts over, from what is there then. */
@Timeout(30)
class ConflictsTest {

    private static final Duration MINUTE = new Duration(TimeUnit.SECONDS, 60);
    private static final Duration SHORT = new Duration(TimeUnit.SECONDS, 20);

    private final FakeNode node = new FakeNode();
    private final TestClient mine = new TestClient(TestClient.PATIENT, node);
    private final TestClient theirs = new TestClient(TestClient.PATIENT, node);

    @AfterEach
    void close() {
        mine.close();
        theirs.close();
        node.close();
    }

    /** Runs once, when a store by token is about to be carried out. */
    private void beforeTheNextConditionalStore(Runnable intervention) {
        AtomicBoolean done = new AtomicBoolean();
        node.script(line -> {
            if (line.startsWith("ms ") && line.contains(" C") && done.compareAndSet(false, true)) {
                intervention.run();
            }
            return FakeNode.Deed.ANSWER;
        });
    }

    private record Policy(Duration creation, Supplier<@Nullable Duration> update) implements ExpiryPolicy {

        @Override
        public Duration getExpiryForCreation() {
            return creation;
        }

        @Override
        @SuppressWarnings("NullAway") // null is the policy's way to say: unchanged
        public Duration getExpiryForAccess() {
            return null;
        }

        @Override
        @SuppressWarnings("NullAway") // as above
        public Duration getExpiryForUpdate() {
            return update.get();
        }
    }

    private static MutableConfiguration<String, String> expiring(ExpiryPolicy policy) {
        Factory<ExpiryPolicy> factory = () -> policy;
        return TestClient.strings().setExpiryPolicyFactory(factory);
    }

    @Test
    void anUpdateThatKeepsTheEndKeepsThatOfTheEntryItReplaces() {
        var my = mine.cache(expiring(new Policy(MINUTE, () -> null)));
        var their = theirs.cache(expiring(new Policy(SHORT, () -> null)));
        my.put("k", "first");
        beforeTheNextConditionalStore(() -> {
            their.remove("k");
            their.put("k", "theirs");
        });
        my.put("k", "second");
        assertThat(my.get("k")).isEqualTo("second");
        mine.clock().pass(21_000);
        node.items().pass(21_000);
        assertThat(my.get("k")).as("the entry ends when theirs was to end").isNull();
    }

    @Test
    void theExpiryPolicyIsAskedOncePerCallHoweverOftenItIsPlanned() {
        AtomicInteger asked = new AtomicInteger();
        var my = mine.cache(expiring(new Policy(MINUTE, () -> {
            asked.incrementAndGet();
            return MINUTE;
        })));
        var their = theirs.cache(TestClient.strings());
        my.put("k", "first");
        beforeTheNextConditionalStore(() -> their.put("k", "theirs"));
        my.replace("k", "second");
        assertThat(my.get("k")).isEqualTo("second");
        assertThat(asked).hasValue(1);
    }

    @Test
    void noIncrementIsLost() throws Exception {
        MutableConfiguration<String, Integer> configuration =
                new MutableConfiguration<String, Integer>().setTypes(String.class, Integer.class);
        List<CompletableFuture<Void>> threads = new ArrayList<>();
        for (TestClient client : List.of(mine, theirs, mine, theirs)) {
            var cache = client.cache(configuration);
            threads.add(Threads.run(() -> {
                for (int i = 0; i < 100; i++) {
                    cache.invoke("k", (entry, arguments) -> {
                        entry.setValue(entry.exists() ? entry.getValue() + 1 : 1);
                        return null;
                    });
                }
            }));
        }
        for (CompletableFuture<Void> thread : threads) {
            thread.get(20, TimeUnit.SECONDS);
        }
        assertThat(mine.cache(configuration).get("k")).isEqualTo(400);
    }

    @Test
    void putIfAbsentHasOneWinner() throws Exception {
        var my = mine.cache(TestClient.strings());
        var their = theirs.cache(TestClient.strings());
        for (int i = 0; i < 50; i++) {
            String key = "k" + i;
            CompletableFuture<Boolean> me = Threads.start(() -> my.putIfAbsent(key, "mine"));
            CompletableFuture<Boolean> them = Threads.start(() -> their.putIfAbsent(key, "theirs"));
            boolean won = me.get(10, TimeUnit.SECONDS);
            assertThat(them.get(10, TimeUnit.SECONDS)).isEqualTo(!won);
            assertThat(my.get(key)).isEqualTo(won ? "mine" : "theirs");
        }
    }
}
