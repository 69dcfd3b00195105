package io.flagstone.provider.internal.trust;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.HashMap;
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
    private static final Pattern LINE_END = Pattern.compile("\\R");
    private static final Pattern COUNT = Pattern.compile("\\d{1,9}");

    Identity {
        cluster = oneLine(cluster);
        node = oneLine(node);
    }

    private static String oneLine(String text) {
        return LINE_END.matcher(text).replaceAll(" ").strip();
    }

    byte[] encoded() {
        return (HEAD + "\ncluster " + cluster + "\nnode " + node + "\nnodes " + nodes + "\nlist " + list + "\n")
                .getBytes(UTF_8);
    }

    /** What these bytes say, or null when they are no identity. */
    static @Nullable Identity parse(byte[] bytes) {
        String[] lines = LINE_END.split(new String(bytes, UTF_8), -1);
        Map<String, String> values = new HashMap<>();
        for (String line : lines) {
            int blank = line.indexOf(' ');
            if (blank > 0) {
                values.put(line.substring(0, blank), line.substring(blank + 1).strip());
            }
        }
        String node = values.get("node");
        String nodes = values.getOrDefault("nodes", "");
        if (!lines[0].equals(HEAD) || node == null || !COUNT.matcher(nodes).matches()) {
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
