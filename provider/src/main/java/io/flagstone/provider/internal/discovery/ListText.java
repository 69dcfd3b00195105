package io.flagstone.provider.internal.discovery;

import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.discovery.NodeListing;
import io.flagstone.provider.failure.ConfigurationProblem;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Reads a list as text.
 *
 * <pre>
 *   # three nodes, one of which has ended for good
 *   orders1=10.0.0.1:11211
 *   orders2=10.0.0.2:11211*2
 *   dead orders3=10.0.0.3:11211
 * </pre>
 *
 * Nodes as in {@code flagstone.nodes}, several to a line if separated by commas or semicolons.
 */
final class ListText {

    private static final String DEAD = "dead ";
    private static final Pattern LINES = Pattern.compile("\r?\n");
    private static final Pattern SEPARATORS = Pattern.compile("[,;]");

    private ListText() {}

    /**
     * The list.
     *
     * @throws ConfigurationProblem naming the line
     */
    static NodeListing parse(String text) {
        List<NodeAddress> nodes = new ArrayList<>();
        List<NodeAddress> dead = new ArrayList<>();
        String[] lines = LINES.split(text, -1);
        for (int i = 0; i < lines.length; i++) {
            try {
                line(lines[i], nodes, dead);
            } catch (ConfigurationProblem e) {
                throw new ConfigurationProblem("line " + (i + 1) + ": " + e.getMessage(), e);
            }
        }
        return new NodeListing(nodes, dead);
    }

    private static void line(String line, List<NodeAddress> nodes, List<NodeAddress> dead) {
        int comment = line.indexOf('#');
        String content = comment < 0 ? line : line.substring(0, comment);
        for (String part : SEPARATORS.split(content, -1)) {
            String entry = part.trim();
            if (entry.startsWith(DEAD)) {
                dead.add(node(entry.substring(DEAD.length())));
            } else if (!entry.isEmpty()) {
                nodes.add(node(entry));
            }
        }
    }

    private static NodeAddress node(String entry) {
        String written = entry.trim();
        if (written.indexOf(' ') >= 0 || written.indexOf('\t') >= 0) {
            throw new ConfigurationProblem(
                    "\"" + written + "\" is neither a node, name=host:port*weight, nor the word dead"
                            + " before one; nodes are separated by lines, commas or semicolons");
        }
        return NodeAddress.parse(written);
    }
}
