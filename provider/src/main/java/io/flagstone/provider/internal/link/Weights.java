package io.flagstone.provider.internal.link;

import io.flagstone.provider.config.ManagerSetting;
import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.failure.ConfigurationProblem;
import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.internal.door.Door;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The weights that the nodes tell of themselves: the memory of each, divided by its smallest chunk. */
public final class Weights {

    private static final String WHY = ManagerSetting.WEIGHTS.key() + "=measured: ";

    private Weights() {}

    /**
     * The same nodes, each with the weight that it tells. All must answer: a table without one of them would be another
     * table than that of the clients that reached it.
     *
     * @param door which connections pass
     * @param timeout for connecting, and for each silence of a node
     * @throws FlagstoneException naming the node that could not be asked or does not tell
     */
    public static List<NodeAddress> measured(List<NodeAddress> nodes, Door door, Duration timeout) {
        List<NodeAddress> weighed = new ArrayList<>(nodes.size());
        for (NodeAddress node : nodes) {
            if (node.weight() != 1) {
                throw new ConfigurationProblem(
                        WHY + "node " + node + " has weight " + node.weight() + " in the configuration as well");
            }
            weighed.add(measured(node, new Admin(node, door, timeout)));
        }
        return weighed;
    }

    private static NodeAddress measured(NodeAddress node, Admin admin) {
        long memory = number(node, admin.statistics("stats"), "limit_maxbytes");
        long chunk = number(node, admin.statistics("stats settings"), "chunk_size");
        if (memory < chunk) {
            throw new FlagstoneException(
                    WHY + "node " + node + " tells " + memory + " bytes of memory and chunks of " + chunk);
        }
        long slots = memory / chunk; // whole chunks only
        return node.weighing((double) slots);
    }

    private static long number(NodeAddress node, Map<String, String> statistics, String name) {
        String text = statistics.get(name);
        long number = text == null ? 0 : parsed(text);
        if (number <= 0) {
            throw new FlagstoneException(WHY + "node " + node + " does not tell its " + name + "; give it a weight in "
                    + ManagerSetting.NODES.key() + ", such as " + node + "*64m/1k");
        }
        return number;
    }

    private static long parsed(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }
}
