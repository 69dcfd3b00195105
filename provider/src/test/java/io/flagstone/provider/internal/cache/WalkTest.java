package io.flagstone.provider.internal.cache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.provider.config.CacheOptions;
import io.flagstone.provider.failure.ServerRefused;
import io.flagstone.provider.testing.FakeNode;
import io.flagstone.provider.testing.TestClient;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.expiry.TouchedExpiryPolicy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Iterators: they see what is there, keep to the contract of iterators, and are not stopped by what they cannot read. */
@Timeout(30)
class WalkTest {

    /** A key that the other client of these tests does not know. */
    public enum Colour {
        RED
    }

    private final FakeNode node = new FakeNode();
    private final TestClient client = new TestClient(TestClient.PATIENT, node);
    private final TestClient other = new TestClient(TestClient.PATIENT, node);

    @AfterEach
    void close() {
        client.close();
        other.close();
        node.close();
    }

    private static MutableConfiguration<String, String> expiringIn(int seconds) {
        return TestClient.strings()
                .setExpiryPolicyFactory(CreatedExpiryPolicy.factoryOf(new Duration(TimeUnit.SECONDS, seconds)));
    }

    private static <K, V> Map<K, V> contents(Iterable<Cache.Entry<K, V>> cache) {
        Map<K, V> map = new TreeMap<>();
        cache.forEach(entry -> map.put(entry.getKey(), entry.getValue()));
        return map;
    }

    @Test
    void whatWasPromisedByHasNextIsReturnedByNextEvenIfItHasEndedSince() {
        var cache = client.cache(expiringIn(5));
        cache.put("k", "v");
        Iterator<Cache.Entry<String, String>> walk = cache.iterator();
        assertThat(walk.hasNext()).isTrue();
        client.clock().pass(6_000);
        assertThat(walk.next().getKey()).isEqualTo("k");
        assertThat(walk.hasNext()).isFalse();
        assertThatThrownBy(walk::next).isInstanceOf(NoSuchElementException.class);
    }

    @Test
    void whatHasEndedIsLeftOutWhereSomethingElseIsThere() {
        var dying = client.cache(expiringIn(5));
        var staying = client.cache(TestClient.strings());
        dying.put("a", "1");
        Iterator<Cache.Entry<String, String>> walk = dying.iterator();
        client.clock().pass(6_000);
        assertThat(walk.hasNext()).isFalse();
        staying.put("b", "2");
        assertThat(contents(staying)).containsOnly(Map.entry("b", "2"));
    }

    @Test
    void everythingJustWrittenIsSeenHoweverMuchItIs() {
        var cache = client.cache(TestClient.strings());
        Map<String, String> all = new TreeMap<>();
        IntStream.range(0, 1_000).forEach(i -> all.put("k" + i, "v" + i));
        cache.putAll(all);
        assertThat(contents(cache)).isEqualTo(all);
    }

    @Test
    void removeTakesAwayWhatNextReturned() {
        var cache = client.cache(TestClient.strings());
        cache.putAll(Map.of("a", "1", "b", "2", "c", "3"));
        Iterator<Cache.Entry<String, String>> walk = cache.iterator();
        assertThatThrownBy(walk::remove).isInstanceOf(IllegalStateException.class);
        for (int seen = 1; walk.hasNext(); seen++) {
            if (!walk.next().getKey().equals("b")) {
                assertThat(walk.hasNext()).isEqualTo(seen < 3);
                walk.remove();
                assertThatThrownBy(walk::remove).isInstanceOf(IllegalStateException.class);
            }
        }
        assertThat(contents(cache)).containsOnly(Map.entry("b", "2"));
    }

    @Test
    void keysTooLongForTheWireAreToldInFull() {
        var cache = client.cache(TestClient.strings());
        String longKey = "long ".repeat(100);
        cache.put(longKey, "v");
        assertThat(contents(cache)).containsOnly(Map.entry(longKey, "v"));
    }

    @Test
    void aNodeThatDoesNotListItsKeysIsNotTakenForAnEmptyOne() {
        var cache = client.cache(TestClient.strings());
        cache.put("k", "v");
        node.script(line -> line.startsWith("lru_crawler") ? FakeNode.Deed.REFUSE : FakeNode.Deed.ANSWER);
        assertThatThrownBy(cache::iterator)
                .isInstanceOf(ServerRefused.class)
                .hasMessageContaining("node fake")
                .hasMessageContaining("lru_crawler metadump");
    }

    @Test
    void aWalkEndsWithItsCache() {
        var cache = client.cache(TestClient.strings());
        cache.put("k", "v");
        Iterator<Cache.Entry<String, String>> walk = cache.iterator();
        cache.close();
        assertThatThrownBy(walk::hasNext).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(walk::next).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void keysThatMeanNothingHereAreLeftOut() {
        try (TestClient knowing = new TestClient(TestClient.PATIENT, node)) {
            MutableConfiguration<Object, String> objects =
                    new MutableConfiguration<Object, String>().setTypes(Object.class, String.class);
            Cache<Object, String> with = knowing.cache(objects);
            with.put("known", "1");
            with.put(Colour.RED, "2");
            with.put("known, too", "3");
            String wire = node.items().keys().stream()
                    .filter(key -> key.endsWith(":sknown"))
                    .findFirst()
                    .orElseThrow();
            node.items().put(wire.replace(":sknown", ":l12x"), new byte[] {1, 2, 3}, 0);
            node.items().put(wire.replace(":sknown", ":?"), new byte[] {1, 2, 3}, 0);
            Cache<Object, String> without = other.cache(objects, CacheOptions.DEFAULTS, List.of());
            List<Object> keys = new ArrayList<>();
            without.forEach(entry -> keys.add(entry.getKey()));
            assertThat(keys).containsExactlyInAnyOrder("known", "known, too");
            without.removeAll();
            assertThat(with.get("known")).isNull();
        }
    }

    @Test
    void whatHasEndedIsNotBroughtBackByBeingReturned() {
        var cache = client.cache(TestClient.strings()
                .setExpiryPolicyFactory(TouchedExpiryPolicy.factoryOf(new Duration(TimeUnit.SECONDS, 20))));
        cache.put("k", "v");
        Iterator<Cache.Entry<String, String>> walk = cache.iterator();
        assertThat(walk.hasNext()).isTrue();
        client.clock().pass(21_000);
        node.items().pass(21_000);
        assertThat(walk.next().getValue()).isEqualTo("v");
        assertThat(cache.get("k")).isNull();
    }
}
