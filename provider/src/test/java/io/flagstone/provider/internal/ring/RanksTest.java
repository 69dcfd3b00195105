package io.flagstone.provider.internal.ring;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.config.PlacementOptions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Copies are on other nodes than the owner, in other zones where there are any, and stay where they are. */
class RanksTest {

    private static List<NodeAddress> nodes(String... zones) {
        List<NodeAddress> nodes = new ArrayList<>();
        for (int i = 0; i < zones.length; i++) {
            nodes.add(new NodeAddress("n" + i, "host", 11211, 1 + i % 2, zones[i]));
        }
        return nodes;
    }

    private static String[] names(List<NodeAddress> nodes, int copies, int rank) {
        Ranks ranks = SlotTable.ranks(nodes, copies);
        String[] names = new String[SlotTable.SLOTS];
        for (int slot = 0; slot < names.length; slot++) {
            names[slot] = nodes.get(ranks.node(slot, rank)).name();
        }
        return names;
    }

    @Test
    void theOwnerIsTheSameAsWithoutCopiesAndZones() {
        List<NodeAddress> nodes = nodes("x", "x", "y", "");
        SlotTable table = new SlotTable(nodes("", "", "", ""));
        Ranks ranks = SlotTable.ranks(nodes, 3);
        for (int slot = 0; slot < SlotTable.SLOTS; slot++) {
            assertThat(ranks.node(slot, 0)).isEqualTo(table.ownerOfSlot(slot));
        }
    }

    @Test
    void noNodeHasTwoOfThem() {
        Ranks ranks = SlotTable.ranks(nodes("", "x", "x", "x"), 3);
        for (int slot = 0; slot < SlotTable.SLOTS; slot++) {
            assertThat(ranks.node(slot, 1)).isNotEqualTo(ranks.node(slot, 0));
            assertThat(ranks.node(slot, 2)).isNotIn(ranks.node(slot, 0), ranks.node(slot, 1));
        }
    }

    @Test
    void anotherZoneGoesBeforeTheOwnersAndTheThirdCopyMayShareOne() {
        List<NodeAddress> nodes = nodes("x", "x", "x", "y", "y");
        Ranks ranks = SlotTable.ranks(nodes, 3);
        for (int slot = 0; slot < SlotTable.SLOTS; slot++) {
            String first = nodes.get(ranks.node(slot, 0)).zone();
            assertThat(nodes.get(ranks.node(slot, 1)).zone()).isNotEqualTo(first);
        }
        assertThat(nodes.get(ranks.node(0, 2)).zone()).isIn("x", "y");
    }

    @Test
    void aNodeWithoutAZoneIsInOneOfItsOwn() {
        List<NodeAddress> bare = nodes("", "", "", "");
        List<NodeAddress> each = nodes("a", "b", "c", "d");
        assertThat(names(bare, 2, 1)).isEqualTo(names(each, 2, 1));
    }

    @Test
    void theNodeOfTheFirstCopyOwnsTheSlotWhereTheOwnerIsNot() {
        List<NodeAddress> nodes = nodes("", "", "", "");
        List<NodeAddress> rest = nodes.subList(1, 4);
        String[] owners = names(rest, 1, 0);
        Ranks ranks = SlotTable.ranks(nodes, 2);
        for (int slot = 0; slot < SlotTable.SLOTS; slot++) {
            if (ranks.node(slot, 0) == 0) {
                assertThat(nodes.get(ranks.node(slot, 1)).name()).isEqualTo(owners[slot]);
            }
        }
    }

    @Test
    void clientsWithOtherZonesHaveAnotherFingerprint() {
        assertThat(fingerprint("x", "y")).isNotEqualTo(fingerprint("x", "x")).isNotEqualTo(fingerprint("", ""));
        assertThat(fingerprint("x", "y")).isEqualTo(fingerprint("x", "y"));
    }

    private static String fingerprint(String... zones) {
        return Placement.of(PlacementOptions.STANDARD, nodes(zones), RanksTest.class.getClassLoader())
                .fingerprint();
    }
}
