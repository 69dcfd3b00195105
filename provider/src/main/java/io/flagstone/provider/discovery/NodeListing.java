package io.flagstone.provider.discovery;

import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.failure.ConfigurationProblem;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a source says at one moment: a whole list, never a part of one.
 *
 * <p>Zones of nodes are left out: they are for copies of entries, which do not go with lists that change.
 *
 * <p>A node is told from others by its name and its place, both as configured. A host name that resolves to another address is
 * the same node; another host name or port is another node, even under the same name.
 *
 * @param nodes at least one, no two of one name, in any order
 * @param dead nodes of which the operator says that their processes have ended, and that none will begin at the same place
 *     before a list without them is in force; none of them is among the nodes
 */
public record NodeListing(List<NodeAddress> nodes, List<NodeAddress> dead) {

    /**
     * @throws ConfigurationProblem when it is no topology, saying why
     */
    public NodeListing {
        nodes = nodes.stream().map(NodeAddress::withoutZone).toList();
        dead = dead.stream().map(NodeAddress::withoutZone).toList();
        if (nodes.isEmpty()) {
            throw new ConfigurationProblem("an empty list of nodes is no topology");
        }
        Set<String> names = new HashSet<>();
        for (NodeAddress node : nodes) {
            if (!names.add(node.name())) {
                throw new ConfigurationProblem("node " + node.name() + " is listed twice");
            }
        }
        Set<String> identities = identities(nodes);
        for (NodeAddress node : dead) {
            if (identities.contains(identity(node))) {
                throw new ConfigurationProblem("node " + node.name() + " is listed both as a node and as dead");
            }
        }
    }

    /** A list without the word {@code dead}. */
    public static NodeListing of(List<NodeAddress> nodes) {
        return new NodeListing(nodes, List.of());
    }

    /** What tells this node from others: its name and its place. */
    public static String identity(NodeAddress node) {
        NodeAddress unnamed = NodeAddress.of(node.host(), node.port());
        return unnamed.name().equals(node.name()) ? node.name() : node.name() + '=' + unnamed.name();
    }

    /** The identities of these nodes. */
    public static Set<String> identities(Collection<NodeAddress> nodes) {
        Set<String> identities = new HashSet<>();
        nodes.forEach(node -> identities.add(identity(node)));
        return identities;
    }

    /** For logs. */
    @Override
    public String toString() {
        return String.join(
                ", ",
                Stream.concat(
                                nodes.stream().map(NodeAddress::name),
                                dead.stream().map(node -> "dead " + node.name()))
                        .toList());
    }
}
