package io.flagstone.bench.placement;

import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.config.PlacementOptions;
import io.flagstone.provider.internal.ring.Placement;
import java.util.List;

/** Who owns each of some keys, by name. */
final class Owners {
    private final List<NodeAddress> nodes;
    private final Placement placement;
    private final short[] owners;

    Owners(String selector, List<NodeAddress> nodes, byte[][] keys) {
        this.nodes = List.copyOf(nodes);
        this.placement = Placement.of(new PlacementOptions(selector, "", false), nodes, Owners.class.getClassLoader());
        this.owners = new short[keys.length];
        for (int i = 0; i < keys.length; i++) {
            owners[i] = (short) placement.owner(keys[i]);
        }
    }

    Placement placement() {
        return placement;
    }

    /** The index of the node that owns the key. */
    int of(int key) {
        return owners[key];
    }

    String name(int key) {
        return nodes.get(owners[key]).name();
    }

    /** The load of the fullest node by that of the average one. */
    double maxToMean() {
        int[] loads = new int[nodes.size()];
        for (short owner : owners) {
            loads[owner]++;
        }
        return maxToMean(loads);
    }

    /** How the keys of one list fare under another, which lacks a node or has one more. */
    Moves to(Owners after) {
        int moved = 0;
        int needless = 0;
        int[] taken = new int[after.nodes.size()];
        List<String> before = nodes.stream().map(NodeAddress::name).toList();
        List<String> later = after.nodes.stream().map(NodeAddress::name).toList();
        for (int key = 0; key < owners.length; key++) {
            if (!name(key).equals(after.name(key))) {
                moved++;
                taken[after.owners[key]]++;
                needless += later.contains(name(key)) && before.contains(after.name(key)) ? 1 : 0;
            }
        }
        return new Moves((double) moved / owners.length, (double) needless / owners.length, maxToMean(taken));
    }

    /**
     * What a change of the list does.
     *
     * @param moved the part of all keys that another node owns now
     * @param needless of these, as a part of all keys, those that neither left a node that went nor went to one that came
     * @param spread how evenly the moved keys lie on the nodes of the new list: the fullest by the average
     */
    record Moves(double moved, double needless, double spread) {}

    private static double maxToMean(int[] loads) {
        long all = 0;
        int most = 0;
        for (int load : loads) {
            all += load;
            most = Math.max(most, load);
        }
        return all == 0 ? 1 : (double) most * loads.length / all;
    }
}
