package io.flagstone.provider.internal.ring;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.failure.ConfigurationProblem;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every node owns its share, every client finds the same owner, and no slot moves without need. */
class SlotTableTest {

    private static NodeAddress node(String name, double weight) {
        return new NodeAddress(name, "host", 11211, weight);
    }

    private static List<NodeAddress> nodes(int count) {
        List<NodeAddress> nodes = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            nodes.add(node("node" + i + ":11211", 1 + i % 3));
        }
        return nodes;
    }

    private static String[] owners(List<NodeAddress> nodes) {
        SlotTable table = new SlotTable(nodes);
        String[] owners = new String[SlotTable.SLOTS];
        for (int slot = 0; slot < owners.length; slot++) {
            owners[slot] = nodes.get(table.ownerOfSlot(slot)).name();
        }
        return owners;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 10, 100})
    void sharesFollowWeights(int count) {
        List<NodeAddress> nodes = nodes(count);
        double all = nodes.stream().mapToDouble(NodeAddress::weight).sum();
        double[] shares = new SlotTable(nodes).shares();
        assertThat(shares).hasSize(count);
        assertThat(Arrays.stream(shares).sum()).isCloseTo(1, within(1e-9));
        for (int i = 0; i < count; i++) {
            double expected = nodes.get(i).weight() / all;
            // five standard deviations of so many draws
            double most = 5 * Math.sqrt(expected * (1 - expected) / SlotTable.SLOTS) + 1e-12;
            assertThat(shares[i]).as("share of %s", nodes.get(i)).isCloseTo(expected, within(most));
        }
    }

    @Test
    void aHeavyNodeOwnsNearlyAllAndALightOneNextToNothing() {
        double[] shares = new SlotTable(List.of(node("a", 1e12), node("b", 1e-6), node("c", 1e12))).shares();
        assertThat(shares[1]).isZero();
        assertThat(shares[0]).isCloseTo(0.5, within(0.02));
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 10, 100})
    void aNodeThatLeavesGivesUpItsOwnSlotsAndNoOtherMoves(int count) {
        List<NodeAddress> nodes = nodes(count);
        String[] before = owners(nodes);
        for (int leaver : new int[] {0, count / 2, count - 1}) {
            List<NodeAddress> rest = new ArrayList<>(nodes);
            String gone = rest.remove(leaver).name();
            String[] after = owners(rest);
            int needless = 0;
            for (int slot = 0; slot < SlotTable.SLOTS; slot++) {
                needless += !before[slot].equals(gone) && !before[slot].equals(after[slot]) ? 1 : 0;
            }
            assertThat(needless).isZero();
            assertThat(after).doesNotContain(gone);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 10, 100})
    void aNodeThatJoinsTakesSlotsForItselfOnly(int count) {
        List<NodeAddress> nodes = nodes(count);
        String[] before = owners(nodes);
        List<NodeAddress> more = new ArrayList<>(nodes);
        more.add(count / 2, node("joiner", 2));
        String[] after = owners(more);
        int taken = 0;
        for (int slot = 0; slot < SlotTable.SLOTS; slot++) {
            assertThat(after[slot]).isIn(before[slot], "joiner");
            taken += after[slot].equals("joiner") ? 1 : 0;
        }
        assertThat(taken).isPositive();
    }

    @Test
    void aNodeThatGrowsTakesSlotsForItselfOnly() {
        List<NodeAddress> nodes = nodes(10);
        String[] before = owners(nodes);
        List<NodeAddress> grown = new ArrayList<>(nodes);
        NodeAddress grower = node(nodes.get(4).name(), 5);
        grown.set(4, grower);
        String[] after = owners(grown);
        for (int slot = 0; slot < SlotTable.SLOTS; slot++) {
            assertThat(after[slot]).isIn(before[slot], grower.name());
        }
    }

    @Test
    void theOrderOfTheListPlaysNoPart() {
        List<NodeAddress> nodes = nodes(10);
        String[] owners = owners(nodes);
        long print = new SlotTable(nodes).fingerprint();
        Random random = new Random(8);
        for (int turn = 0; turn < 5; turn++) {
            Collections.shuffle(nodes, random);
            assertThat(owners(nodes)).isEqualTo(owners);
            assertThat(new SlotTable(nodes).fingerprint()).isEqualTo(print);
        }
    }

    /** Computed apart from this code. Kept for ever: another table would take every client's keys from it. */
    @Test
    void theTableIsThatOfEveryOtherVersion() {
        SlotTable table = new SlotTable(List.of(node("a:11211", 1), node("b:11211", 1), node("c:11211", 2.5)));
        assertThat(table.fingerprint()).isEqualTo(KNOWN_FINGERPRINT);
        StringBuilder first = new StringBuilder();
        for (int slot = 0; slot < 32; slot++) {
            first.append((char) ('a' + table.ownerOfSlot(slot)));
        }
        assertThat(first.toString()).isEqualTo(KNOWN_START);
    }

    private static final long KNOWN_FINGERPRINT = 0x359CD504138F095CL;
    private static final String KNOWN_START = "ccccbccbcbacaccaaacaccccccaacccc";

    @Test
    void theHostIsNoPartOfTheIdentity() {
        NodeAddress here = new NodeAddress("n", "10.0.0.1", 1, 1);
        NodeAddress there = new NodeAddress("n", "10.0.0.2", 2, 1);
        NodeAddress other = node("m", 1);
        assertThat(new SlotTable(List.of(here, other)).fingerprint())
                .isEqualTo(new SlotTable(List.of(there, other)).fingerprint());
    }

    @Test
    void theFingerprintShowsEveryDifference() {
        List<NodeAddress> nodes = nodes(5);
        Set<Long> prints = new HashSet<>();
        prints.add(new SlotTable(nodes).fingerprint());
        for (int i = 0; i < 5; i++) {
            List<NodeAddress> heavier = new ArrayList<>(nodes);
            heavier.set(i, node(nodes.get(i).name(), nodes.get(i).weight() * 1.01));
            List<NodeAddress> renamed = new ArrayList<>(nodes);
            renamed.set(i, node("x" + nodes.get(i).name(), nodes.get(i).weight()));
            List<NodeAddress> fewer = new ArrayList<>(nodes);
            fewer.remove(i);
            List.of(heavier, renamed, fewer).forEach(other -> prints.add(new SlotTable(other).fingerprint()));
        }
        List<NodeAddress> swapped = new ArrayList<>(nodes);
        swapped.set(0, node(nodes.get(1).name(), nodes.get(0).weight()));
        swapped.set(1, node(nodes.get(0).name(), nodes.get(1).weight()));
        prints.add(new SlotTable(swapped).fingerprint());
        assertThat(prints).hasSize(17);
        assertThat(new SlotTable(List.of(node("a", 1))).fingerprint())
                .isNotEqualTo(new SlotTable(List.of(node("b", 1))).fingerprint());
    }

    @Test
    void keysSpreadOverAllSlots() {
        int[] hits = new int[64];
        for (int i = 0; i < 64_000; i++) {
            int slot = (int) (XxHash64.hash(("key" + i).getBytes(US_ASCII)) >>> SlotTable.SHIFT);
            assertThat(slot).isBetween(0, SlotTable.SLOTS - 1);
            hits[slot >>> 10]++;
        }
        assertThat(Arrays.stream(hits)).allMatch(count -> count > 840 && count < 1160);
    }

    @Test
    void aRingNeedsANode() {
        assertThatThrownBy(() -> new SlotTable(List.of())).isInstanceOf(ConfigurationProblem.class);
    }
}
