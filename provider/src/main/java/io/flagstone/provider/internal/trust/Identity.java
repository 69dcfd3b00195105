package io.flagstone.provider.internal.trust;

import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What the clients of one namespace take a node for, as the node keeps it in an item. Text, so that operators can read it:
 *
 * <pre>
 *   flagstone node
 *   cluster prod
 *   node orders1
 *   nodes 3
 *   list 0123456789abcdef
 * </pre>
 *
 * Lines that are not known are of a later version and say nothing.
 *
 * @param cluster {@code flagstone.cluster}, or an empty text
 * @param node the node's name
 * @param nodes how many nodes a fixed list has; 0 where it may change
 * @param list the fingerprint of a fixed list; empty where it may change, for then the nodes' documents say what it is
 */
record Identity(String cluster, String node, int nodes, String list) {

    private static final String HEAD = "flagstone node";
    private static final Pattern COUNT = Pattern.compile("\\d{1,9}");

    Identity {
        cluster = Statement.oneLine(cluster);
        node = Statement.oneLine(node);
    }

    byte[] encoded() {
        return Statement.encoded(
                HEAD, "cluster", cluster, "node", node, "nodes", Integer.toString(nodes), "list", list);
    }

    /** What these bytes say, or null when they are no identity. */
    static @Nullable Identity parse(byte[] bytes) {
        Map<String, String> values = Statement.parse(bytes, HEAD);
        String node = values == null ? null : values.get("node");
        String nodes = values == null ? "" : values.getOrDefault("nodes", "");
        if (values == null || node == null || !COUNT.matcher(nodes).matches()) {
            return null;
        }
        return new Identity(
                values.getOrDefault("cluster", ""), node, Integer.parseInt(nodes), values.getOrDefault("list", ""));
    }

    boolean isOfOtherCluster(Identity other) {
        return !cluster.equals(other.cluster);
    }

    /**
     * Whether both cannot be right about the same process. Names place keys, but not where there is one node only, and where
     * lists change the nodes' documents have the names.
     */
    boolean isOtherNode(Identity other) {
        boolean placed = isFixed() && other.isFixed() && (nodes > 1 || other.nodes > 1);
        return placed && !node.equals(other.node);
    }

    boolean hasOtherList(Identity other) {
        return isFixed() && other.isFixed() && (nodes > 1 || other.nodes > 1) && !list.equals(other.list);
    }

    private boolean isFixed() {
        return !list.isEmpty();
    }

    /** For messages. */
    @Override
    public String toString() {
        return "node " + node + (cluster.isEmpty() ? " of no named cluster" : " of cluster " + cluster);
    }
}
