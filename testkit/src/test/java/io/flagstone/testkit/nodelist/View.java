package io.flagstone.testkit.nodelist;

import java.util.Collection;
import java.util.List;

/**
 * A list of nodes with its number.
 *
 * @param line of lists that follow each other: a number of the first of them, given once; versions of different lines say nothing
 *     about each other, for the clocks that the first ones were numbered by may differ
 * @param version larger than that of the list before
 * @param nodes names, sorted
 */
record View(long line, long version, List<String> nodes) {

    /** Slots of the model. */
    static final int SLOTS = 8;

    /** Before anything is known. */
    static final View NONE = new View(0, 0, List.of());

    View {
        nodes = nodes.stream().sorted().toList();
    }

    /** The list after this one. */
    View then(Collection<String> others) {
        return new View(line, version + 1, List.copyOf(others));
    }

    boolean isOfLine(View other) {
        return line == other.line;
    }

    /** Whether both can belong to one line: where all documents were lost, a line may have begun once more. */
    boolean agreesWith(View other) {
        return isOfLine(other) && (version != other.version || nodes.equals(other.nodes));
    }

    boolean isAfter(View other) {
        return isOfLine(other) && version > other.version;
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
