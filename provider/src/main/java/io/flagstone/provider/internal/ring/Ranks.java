package io.flagstone.provider.internal.ring;

import io.flagstone.provider.config.NodeAddress;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * On which nodes the entries of every slot are: the owner, and then the nodes of the copies. These follow the owner in the
 * order of their scores, but a node whose zone has one already comes after all whose zones have none. A node without a zone
 * is in one of its own. The owner is the same as without copies.
 */
public final class Ranks {

    private final short[][] nodesOf;

    /**
     * @param copies on how many nodes an entry is
     * @param scores of the nodes for a slot; not kept
     */
    Ranks(List<NodeAddress> nodes, int copies, IntFunction<double[]> scores) {
        nodesOf = new short[copies][SlotTable.SLOTS];
        for (int slot = 0; slot < SlotTable.SLOTS; slot++) {
            double[] left = scores.apply(slot);
            Set<String> zones = new HashSet<>();
            for (int rank = 0; rank < copies; rank++) {
                int node = best(left, nodes, zones);
                nodesOf[rank][slot] = (short) node;
                left[node] = Double.NEGATIVE_INFINITY;
                zones.add(nodes.get(node).zone());
            }
        }
    }

    private static int best(double[] scores, List<NodeAddress> nodes, Set<String> zones) {
        int best = -1;
        boolean bestIsFresh = false;
        for (int node = 0; node < scores.length; node++) {
            if (scores[node] == Double.NEGATIVE_INFINITY) {
                continue; // has its rank already
            }
            String zone = nodes.get(node).zone();
            boolean fresh = zone.isEmpty() || !zones.contains(zone);
            if (best < 0 || (fresh == bestIsFresh ? scores[node] > scores[best] : fresh)) {
                best = node;
                bestIsFresh = fresh;
            }
        }
        return best;
    }

    /**
     * The index, in the list given, of a slot's node.
     *
     * @param rank 0 for the owner
     */
    public int node(int slot, int rank) {
        return nodesOf[rank][slot];
    }
}
