package io.flagstone.provider.internal.cache;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.provider.config.CacheOptions;
import io.flagstone.provider.config.FailurePolicy;
import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.config.PlacementOptions;
import io.flagstone.provider.internal.ring.Placement;
import io.flagstone.provider.testing.FakeNode;
import io.flagstone.provider.testing.TestClient;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import javax.cache.Cache;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Each key of a node that is away has its own among the others, which all clients know. */
@Timeout(30)
class GutterHeirsTest {

    private static final int KEYS = 24;
    private static final CacheOptions GUTTER = CacheOptions.DEFAULTS.withFailure(FailurePolicy.GUTTER);
    private static final PlacementOptions KETAMA = new PlacementOptions("libmemcached", "", false);

    private final FakeNode a = new FakeNode("a");
    private final FakeNode b = new FakeNode("b");
    private final FakeNode c = new FakeNode("c");
    private final List<NodeAddress> nodes = List.of(a.address(), b.address(), c.address());
    private final List<NodeAddress> turned = List.of(c.address(), b.address(), a.address());

    @AfterEach
    void close() {
        a.close();
        b.close();
        c.close();
    }

    /** Keys of the first node that are all in one slot. */
    private static Map<String, String> entriesOfOneSlot(Placement placement) {
        Map<String, String> entries = new HashMap<>();
        int slot = -1;
        for (int i = 0; entries.size() < KEYS; i++) {
            byte[] wire = ("sk" + i).getBytes(US_ASCII);
            if (slot < 0 ? placement.owner(wire) == 0 : placement.slot(wire) == slot) {
                slot = placement.slot(wire);
                entries.put("k" + i, "v" + i);
            }
        }
        return entries;
    }

    private static Map<String, String> entriesOfTheFirst(Placement placement) {
        Map<String, String> entries = new HashMap<>();
        for (int i = 0; entries.size() < KEYS; i++) {
            if (placement.owner(("sk" + i).getBytes(US_ASCII)) == 0) {
                entries.put("k" + i, "v" + i);
            }
        }
        return entries;
    }

    /** Those that the node has. */
    private static Map<String, String> on(FakeNode node, Map<String, String> entries) {
        List<String> items = node.items().keys();
        return entries.entrySet().stream()
                .filter(entry -> items.stream().anyMatch(item -> item.endsWith(":s" + entry.getKey())))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private void areKeptByBothOthers(Map<String, String> entries, TestClient mine, TestClient others) {
        Cache<String, String> cache = mine.cache(TestClient.strings(), GUTTER);
        Cache<String, String> other = others.cache(TestClient.strings(), GUTTER);
        mine.awaitNodes();
        others.awaitNodes();
        a.stop();
        cache.getAll(entries.keySet());
        other.getAll(entries.keySet()); // the first use of either forgets what was there
        cache.putAll(entries);
        assertThat(on(b, entries))
                .isNotEmpty()
                .doesNotContainKeys(on(c, entries).keySet().toArray(new String[0]));
        assertThat(on(c, entries)).isNotEmpty().hasSize(KEYS - on(b, entries).size());
        assertThat(other.getAll(entries.keySet())).isEqualTo(entries);
    }

    @Test
    void keysOfOneSlotAreKeptByAllOthersAndFoundByAClientWithTheListInAnotherOrder() {
        try (TestClient mine = new TestClient(TestClient.PATIENT, nodes);
                TestClient others = new TestClient(TestClient.PATIENT, turned)) {
            areKeptByBothOthers(entriesOfOneSlot(mine.cluster().placement()), mine, others);
        }
    }

    @Test
    void placementsWithoutSlotsHaveAGutterToo() {
        try (TestClient mine = new TestClient(TestClient.PATIENT, nodes, KETAMA);
                TestClient others = new TestClient(TestClient.PATIENT, turned, KETAMA)) {
            areKeptByBothOthers(entriesOfTheFirst(mine.cluster().placement()), mine, others);
        }
    }

    @Test
    void aSecondOutageBringsNothingOfTheFirstFromAnyNode() {
        try (TestClient mine = new TestClient(TestClient.PATIENT, nodes)) {
            Map<String, String> entries = entriesOfTheFirst(mine.cluster().placement());
            Cache<String, String> cache = mine.cache(TestClient.strings(), GUTTER);
            mine.awaitNodes();
            a.stop();
            cache.putAll(entries);
            assertThat(cache.getAll(entries.keySet())).isEqualTo(entries);
            a.start();
            mine.awaitNodes();
            assertThat(cache.getAll(entries.keySet())).isEmpty();
            a.stop();
            assertThat(cache.getAll(entries.keySet())).isEmpty();
            assertThat(on(b, entries)).isNotEmpty();
            assertThat(on(c, entries)).isNotEmpty();
        }
    }

    @Test
    void whenASecondNodeGoesWhatTheThirdKeepsForTheFirstStaysWhereItIs() {
        try (TestClient mine = new TestClient(TestClient.PATIENT, nodes)) {
            Map<String, String> entries = entriesOfTheFirst(mine.cluster().placement());
            Cache<String, String> cache = mine.cache(TestClient.strings(), GUTTER);
            mine.awaitNodes();
            a.stop();
            cache.putAll(entries);
            Map<String, String> onThird = on(c, entries);
            assertThat(onThird).isNotEmpty().hasSizeLessThan(KEYS);
            b.stop();
            cache.getAll(entries.keySet());
            assertThat(cache.getAll(entries.keySet())).isEqualTo(onThird);
            cache.putAll(entries);
            assertThat(on(c, entries)).isEqualTo(onThird);
        }
    }
}
