package io.flagstone.provider.internal.ring;

import io.flagstone.provider.config.NodeAddress;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which node keeps what is written for a key while its owner is away. Each key draws its own, by weight, from all nodes
 * outside the owner's zone, or from all but the owner where there are none outside. A node without a zone is in one of its
 * own. So the keys of a node that is away lie as evenly on the others as their number allows, where all keys of a slot
 * would lie on one (decision 312).
 *
 * <pre>
 *   nodes, by zone and name      a@x   b@x   c@y   d@z   e@z
 *   weights, added up          0     1     2     3     4     5
 *   what a key of c draws      |-----------|     |-----------|    a number below 4, by its hash
 * </pre>
 *
 * Who else is away plays no part, nor does the order of the list: all clients of a list draw the same. Another list draws
 * anew, so this is for lists that never change.
 */
public final class Heirs {

    /** "heir" in ASCII: what is drawn must have nothing to do with the slot, which the same hash says. */
    private static final long SALT = 0x68656972;

    /** 2 to the power of -53: turns the upper 53 bits of a hash into a fraction. */
    private static final double FRACTION = 0x1.0p-53;

    /** The nodes by zone and name. */
    private final int[] nodes;

    /** The weights of the nodes ahead of each place, and of all. */
    private final double[] sums;

    /** For each node, the places that are not drawn for its keys: from the first one up to the second. */
    private final int[] from;

    private final int[] to;

    /**
     * @param list at least two
     */
    Heirs(List<NodeAddress> list) {
        int count = list.size();
        if (count < 2) {
            throw new IllegalStateException("no other node in a list of " + count);
        }
        nodes = IntStream.range(0, count)
                .boxed()
                .sorted(Comparator.comparing((Integer node) -> list.get(node).zone())
                        .thenComparing(node -> list.get(node).name()))
                .mapToInt(Integer::intValue)
                .toArray();
        sums = new double[count + 1];
        from = new int[count];
        to = new int[count];
        for (int place = 0; place < count; place++) {
            sums[place + 1] = sums[place] + list.get(nodes[place]).weight();
            leaveOut(place, list);
        }
    }

    private void leaveOut(int place, List<NodeAddress> list) {
        String zone = list.get(nodes[place]).zone();
        int first = place;
        int end = place + 1;
        while (!zone.isEmpty() && first > 0 && isIn(zone, first - 1, list)) {
            first--;
        }
        while (!zone.isEmpty() && end < nodes.length && isIn(zone, end, list)) {
            end++;
        }
        boolean onlyZone = end - first == nodes.length;
        from[nodes[place]] = onlyZone ? place : first;
        to[nodes[place]] = onlyZone ? place + 1 : end;
    }

    private boolean isIn(String zone, int place, List<NodeAddress> list) {
        return list.get(nodes[place]).zone().equals(zone);
    }

    /**
     * The index, in the list given, of the node that keeps it.
     *
     * @param owner the index of the key's owner
     * @param hash the key's
     */
    public int node(int owner, long hash) {
        double before = sums[from[owner]];
        double behind = sums[nodes.length] - sums[to[owner]];
        double drawn = (XxHash64.mix(hash, SALT) >>> 11) * FRACTION * (before + behind);
        return drawn < before
                ? nodes[place(drawn, 0, from[owner])]
                : nodes[place(drawn - before + sums[to[owner]], to[owner], nodes.length)];
    }

    /** The last place, of those from the first up to the end, that has no more ahead of it than this. */
    private int place(double drawn, int first, int end) {
        int low = first;
        int high = end - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (sums[middle] <= drawn) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }
}
