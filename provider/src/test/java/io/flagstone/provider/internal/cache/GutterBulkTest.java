package io.flagstone.provider.internal.cache;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.provider.config.CacheOptions;
import io.flagstone.provider.config.FailurePolicy;
import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.testing.FakeNode;
import io.flagstone.provider.testing.FakeNode.Deed;
import io.flagstone.provider.testing.TestClient;
import io.flagstone.provider.testing.TestWriter;
import io.flagstone.testkit.fault.FaultProxy;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.cache.Cache;
import javax.cache.configuration.FactoryBuilder;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Writes of many keys whose owner is away go to the other node together. */
@Timeout(30)
class GutterBulkTest {

    /** Fewer than what a connection is handed at once. */
    private static final int KEYS = 30;

    /** Two is what it took; pieces of a stream that arrive apart can make it a few more. */
    private static final long FEW = KEYS / 3;

    private static final CacheOptions GUTTER = CacheOptions.DEFAULTS.withFailure(FailurePolicy.GUTTER);

    private final FakeNode owner = new FakeNode("a");
    private final FakeNode survivor = new FakeNode("b");
    private final FaultProxy proxy =
            FaultProxy.to(new InetSocketAddress("127.0.0.1", survivor.address().port()), 1);
    private final List<NodeAddress> nodes = List.of(
            owner.address(), new NodeAddress("b", "127.0.0.1", proxy.address().getPort(), 1.0));
    private final TestClient mine = new TestClient(TestClient.PATIENT, nodes);
    private final TestClient others = new TestClient(TestClient.PATIENT, List.of(owner.address(), survivor.address()));

    @AfterEach
    void close() {
        mine.close();
        others.close();
        proxy.close();
        owner.close();
        survivor.close();
    }

    private Map<String, String> entries(String value) {
        Map<String, String> entries = new LinkedHashMap<>();
        for (int i = 0; entries.size() < KEYS; i++) {
            if (mine.cluster().placement().owner(("sk" + i).getBytes(US_ASCII)) == 0) {
                entries.put("k" + i, value + i);
            }
        }
        return entries;
    }

    private void ownerGoes(List<Cache<String, String>> caches) {
        mine.awaitNodes();
        others.awaitNodes();
        owner.stop();
        caches.forEach(cache -> cache.getAll(entries("").keySet()));
    }

    private long trips(Runnable call) {
        long before = proxy.roundTrips();
        call.run();
        return proxy.roundTrips() - before;
    }

    private void goesTogether(MutableConfiguration<String, String> configuration) {
        Cache<String, String> cache = mine.cache(configuration, GUTTER);
        Cache<String, String> other = others.cache(TestClient.strings(), GUTTER);
        ownerGoes(List.of(cache, other));
        Map<String, String> entries = entries("v");
        assertThat(trips(() -> cache.putAll(entries))).isBetween(1L, FEW);
        assertThat(other.getAll(entries.keySet())).isEqualTo(entries);
        assertThat(trips(() -> cache.removeAll(entries.keySet()))).isBetween(1L, FEW);
        assertThat(other.getAll(entries.keySet())).isEmpty();
    }

    @Test
    void manyWritesTakeTheRoundTripsOfOne() {
        goesTogether(TestClient.strings());
    }

    @Test
    void soTheyDoWithAWriter() {
        goesTogether(TestClient.strings()
                .setWriteThrough(true)
                .setCacheWriterFactory(new FactoryBuilder.SingletonFactory<>(new TestWriter())));
    }

    @Test
    void whatIsNotKeptOfManyIsNotReadInItsOlderForm() {
        Cache<String, String> cache = mine.cache(TestClient.strings(), GUTTER);
        Cache<String, String> other = others.cache(TestClient.strings(), GUTTER);
        ownerGoes(List.of(cache, other));
        cache.putAll(entries("old"));
        Map<String, String> later = entries("new");
        String refused = later.keySet().iterator().next();
        survivor.script(line ->
                line.startsWith("ms ") && line.split(" ")[1].endsWith(":s" + refused) ? Deed.REFUSE : Deed.ANSWER);
        cache.putAll(later);
        later.remove(refused);
        assertThat(other.getAll(entries("").keySet())).isEqualTo(later);
        assertThat(cache.getAll(entries("").keySet())).isEqualTo(later);
    }
}
