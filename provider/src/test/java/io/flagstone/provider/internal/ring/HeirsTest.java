package io.flagstone.provider.internal.ring;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.config.PlacementOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a node that is away owned lies evenly on the others, and all clients know on which. */
class HeirsTest {

    private static final int KEYS = 200_000;

    private static NodeAddress node(String name, double weight, String zone) {
        return new NodeAddress(name, "host", 11211, weight, zone);
    }

    private static List<NodeAddress> nodes(int count, int weights, int zones) {
        List<NodeAddress> nodes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            nodes.add(node("n" + i, 1 + i % weights, zones == 0 ? "" : "zone" + i / 2 % zones));
        }
        return nodes;
    }

    private static long hash(int key) {
        return XxHash64.hash(("key" + key).getBytes(US_ASCII));
    }

    /** How many of so many keys of this owner each node keeps. */
    private static int[] kept(Heirs heirs, int owner, int nodes) {
        int[] kept = new int[nodes];
        for (int key = 0; key < KEYS; key++) {
            kept[heirs.node(owner, hash(key))]++;
        }
        return kept;
    }

    private static void assertByWeight(List<NodeAddress> nodes, Set<Integer> others, int[] kept) {
        double all = others.stream().mapToDouble(i -> nodes.get(i).weight()).sum();
        for (int i = 0; i < kept.length; i++) {
            double part = others.contains(i) ? nodes.get(i).weight() / all : 0;
            // five standard deviations of so many draws
            double most = 5 * Math.sqrt(part * (1 - part) * KEYS) + 1e-9;
            assertThat((double) kept[i]).as("kept by %s", nodes.get(i)).isCloseTo(part * KEYS, within(most));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 10, 100})
    void whatANodeOwnedLiesOnAllOthersByWeight(int count) {
        List<NodeAddress> nodes = nodes(count, 3, 0);
        Heirs heirs = new Heirs(nodes);
        for (int away : new int[] {0, count / 2, count - 1}) {
            Set<Integer> others = new HashSet<>();
            for (int i = 0; i < count; i++) {
                others.add(i);
            }
            others.remove(away);
            assertByWeight(nodes, others, kept(heirs, away, count));
        }
    }

    @Test
    void whereThereAreOtherZonesItLiesOnAllNodesOfTheseByWeight() {
        List<NodeAddress> nodes = nodes(12, 4, 3);
        nodes.add(node("alone", 2, ""));
        nodes.add(node("alone too", 1, ""));
        Heirs heirs = new Heirs(nodes);
        for (int away = 0; away < nodes.size(); away++) {
            String zone = nodes.get(away).zone();
            Set<Integer> others = new HashSet<>();
            for (int i = 0; i < nodes.size(); i++) {
                if (i != away && (zone.isEmpty() || !nodes.get(i).zone().equals(zone))) {
                    others.add(i);
                }
            }
            assertByWeight(nodes, others, kept(heirs, away, nodes.size()));
        }
    }

    @Test
    void inTheOnlyZoneItLiesOnTheOthersThere() {
        List<NodeAddress> nodes = nodes(5, 2, 1);
        assertByWeight(nodes, Set.of(0, 1, 3, 4), kept(new Heirs(nodes), 2, 5));
    }

    @Test
    void keysOfOneSlotLieOnAllOthersToo() {
        Heirs heirs = new Heirs(nodes(100, 1, 0));
        long slot = hash(1) >>> SlotTable.SHIFT << SlotTable.SHIFT;
        Set<Integer> keepers = new HashSet<>();
        for (int rest = 0; rest < 2_000; rest++) {
            keepers.add(heirs.node(7, slot | hash(rest) >>> Short.SIZE));
        }
        assertThat(keepers).hasSize(99).doesNotContain(7);
    }

    @Test
    void theOrderOfTheListPlaysNoPart() {
        List<NodeAddress> nodes = nodes(20, 3, 4);
        List<NodeAddress> shuffled = new ArrayList<>(nodes);
        Collections.shuffle(shuffled, new Random(5));
        Heirs heirs = new Heirs(nodes);
        Heirs others = new Heirs(shuffled);
        for (int key = 0; key < 20_000; key++) {
            NodeAddress owner = nodes.get(key % 20);
            int heir = others.node(shuffled.indexOf(owner), hash(key));
            assertThat(shuffled.get(heir)).isEqualTo(nodes.get(heirs.node(key % 20, hash(key))));
        }
    }

    /** Computed apart from this code, by adding up the weights of the nodes outside the owner's zone. */
    @Test
    void everyVersionDrawsTheSame() {
        List<NodeAddress> nodes = List.of(
                node("e", 1, "z"), node("d", 2.5, "z"), node("c", 1, "y"), node("b", 2, "x"), node("a", 1, "x"));
        assertThat(drawn(nodes, 4)).isEqualTo("dedceeddededdeedcdddccdedeeeddde");
        assertThat(drawn(nodes, 2)).isEqualTo("dddaeedbebdddeebadbbaabebededdde");
    }

    private static String drawn(List<NodeAddress> nodes, int owner) {
        Heirs heirs = new Heirs(nodes);
        StringBuilder drawn = new StringBuilder();
        for (int i = 0; i < 32; i++) {
            drawn.append(nodes.get(heirs.node(owner, i * 0x9E3779B97F4A7C15L)).name());
        }
        return drawn.toString();
    }

    @Test
    void weightsFarApartLeaveNoKeyToItsOwner() {
        List<NodeAddress> nodes = List.of(node("a", 1e12, ""), node("b", 1e-6, ""), node("c", 1e12, "z"));
        Heirs heirs = new Heirs(nodes);
        for (int owner = 0; owner < 3; owner++) {
            assertThat(kept(heirs, owner, 3)[owner]).isZero();
        }
        assertThat(kept(heirs, 1, 3)[0]).isCloseTo(KEYS / 2, within(KEYS / 50));
    }

    @Test
    void everyPlacementOfSeveralNodesHasHeirsAndOneNodeHasNone() {
        List<NodeAddress> nodes = nodes(2, 1, 0);
        Placement ketama =
                Placement.of(new PlacementOptions("libmemcached", "", false), nodes, HeirsTest.class.getClassLoader());
        byte[] key = "key".getBytes(US_ASCII);
        int owner = ketama.owner(key);
        assertThat(ketama.heirs().node(owner, ketama.hash(key))).isEqualTo(1 - owner);
        assertThatThrownBy(() -> new Heirs(nodes.subList(0, 1)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no other node in a list of 1");
    }
}
