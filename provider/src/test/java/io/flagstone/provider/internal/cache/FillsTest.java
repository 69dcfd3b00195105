package io.flagstone.provider.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.provider.failure.NotEncodable;
import io.flagstone.provider.testing.FakeNode;
import io.flagstone.provider.testing.TestClient;
import io.flagstone.provider.testing.TestLoader;
import java.time.Duration;
import java.util.Set;
import javax.cache.configuration.FactoryBuilder;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.integration.CacheLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a loader brings and cannot be stored does not keep anybody waiting. */
@Timeout(30)
class FillsTest {

    /** Far above what any step of these tests takes, and above the timeout of the test. */
    private static final Duration LONG_LEASE = Duration.ofSeconds(60);

    private final FakeNode node = new FakeNode();
    private final TestClient client = new TestClient(TestClient.PATIENT, node);

    @AfterEach
    void close() {
        client.close();
        node.close();
    }

    private FlagstoneCache<String, Object> cache(CacheLoader<String, Object> loader) {
        MutableConfiguration<String, Object> configuration = new MutableConfiguration<>();
        configuration
                .setTypes(String.class, Object.class)
                .setReadThrough(true)
                .setCacheLoaderFactory(new FactoryBuilder.SingletonFactory<>(loader));
        return client.cache(configuration, Options.withLease(LONG_LEASE));
    }

    @Test
    void aValueThatIsTooLargeIsReturnedAndLeavesNoStub() {
        byte[] large = new byte[2 << 20];
        FlagstoneCache<String, Object> cache = cache(new TestLoader<>(key -> large));
        assertThat(cache.get("k")).isEqualTo(large);
        assertThat(cache.get("k")).isEqualTo(large);
        assertThat(cache.getAll(Set.of("k"))).containsOnlyKeys("k");
        assertThat(node.items().keys()).noneMatch(key -> key.endsWith(":sk"));
    }

    @Test
    void aValueThatCannotBeEncodedLeavesNoStub() {
        FlagstoneCache<String, Object> cache = cache(new TestLoader<>(key -> new Object() {}));
        for (int time = 0; time < 2; time++) {
            assertThatThrownBy(() -> cache.get("k")).isInstanceOf(NotEncodable.class);
        }
        assertThatThrownBy(() -> cache.getAll(Set.of("k"))).isInstanceOf(NotEncodable.class);
        assertThat(node.items().keys()).noneMatch(key -> key.endsWith(":sk"));
    }

    @Test
    void oneBadValueOfManyLeavesNoStubs() {
        FlagstoneCache<String, Object> cache =
                cache(new TestLoader<>(key -> key.equals("bad") ? new Object() {} : "good"));
        assertThatThrownBy(() -> cache.getAll(Set.of("a", "bad", "b", "c"))).isInstanceOf(NotEncodable.class);
        assertThat(cache.get("a")).isEqualTo("good");
        assertThat(cache.get("b")).isEqualTo("good");
        assertThat(cache.get("c")).isEqualTo("good");
    }

    @Test
    void aFillThatWasOvertakenLeavesTheNewerValue() {
        FlagstoneCache<String, Object> other =
                client.cache(new MutableConfiguration<String, Object>().setTypes(String.class, Object.class));
        FlagstoneCache<String, Object> cache = cache(new TestLoader<>(key -> {
            other.put(key, "newer");
            return "late";
        }));
        assertThat(cache.get("k")).isEqualTo("late");
        assertThat(cache.get("k")).isEqualTo("newer");
    }
}
