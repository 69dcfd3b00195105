package io.flagstone.testkit.nodelist;

import java.util.Collection;
import java.util.List;

/**
 * A list of nodes with its number.
 *
 * @param version larger than that of the list before
 * @param nodes names, sorted
 */
record View(long version, List<String> nodes) {

    /** Slots of the model. */
    static final int SLOTS = 8;

    /** Before anything is known. */
    static final View NONE = new View(0, List.of());

    View {
        nodes = nodes.stream().sorted().toList();
    }

    boolean owns(String node, int slot) {
        return !nodes.isEmpty() && owner(slot).equals(node);
    }

    /** The node with the highest score (rendezvous). */
    String owner(int slot) {
        String best = "";
        long bestScore = Long.MIN_VALUE;
        for (String node : nodes) {
            long score = score(node, slot);
            if (score > bestScore) {
                bestScore = score;
                best = node;
            }
        }
        return best;
    }

    boolean names(Collection<String> names) {
        return nodes.equals(names.stream().sorted().toList());
    }

    boolean meets(Collection<String> names) {
        return nodes.stream().anyMatch(names::contains);
    }

    private static long score(String node, int slot) {
        long x = node.hashCode() * 0x9E3779B97F4A7C15L + slot * 0xC2B2AE3D27D4EB4FL;
        x = (x ^ (x >>> 32)) * 0xD6E8FEB86659FD93L;
        return x ^ (x >>> 32);
    }
}
