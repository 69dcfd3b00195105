package io.flagstone.testkit.copies;

import io.flagstone.testkit.simulation.Actor;
import io.flagstone.testkit.simulation.Command;
import io.flagstone.testkit.simulation.Node;
import io.flagstone.testkit.simulation.Wire;
import io.flagstone.testkit.simulation.World;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One client: what it knows of each node. All clients place keys alike. */
final class Client extends Actor {

    private final Map<String, Link> links = new LinkedHashMap<>();

    Client(World world, String name, List<Node> nodes) {
        super(world, name);
        nodes.forEach(node -> links.put(node.name(), new Link(world, this, node)));
    }

    Link link(String node) {
        Link link = links.get(node);
        if (link == null) {
            throw new IllegalArgumentException(node);
        }
        return link;
    }

    List<Link> links() {
        return List.copyOf(links.values());
    }

    @Override
    protected void hangUp() {
        links.values().forEach(Link::hangUp);
    }

    @Override
    protected void broke(Node node, Wire wire, List<Command> lost) {
        link(node.name()).broke(wire, lost);
    }
}
