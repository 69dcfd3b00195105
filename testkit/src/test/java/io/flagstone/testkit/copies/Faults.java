package io.flagstone.testkit.copies;

import io.flagstone.testkit.simulation.Node;
import io.flagstone.testkit.simulation.World;
import java.util.List;
import java.util.Set;

/** What can go wrong, and how often. */
final class Faults {

    /** One kind of trouble. */
    enum Kind {
        RESTART,
        EVICT,
        BREAK,
        /** A client cannot reach a node that others reach. */
        CUT,
        PAUSE,
        CRASH
    }

    private final World world;
    private final Simulation simulation;
    private final List<Kind> kinds;
    private final int most;
    private boolean over;

    Faults(World world, Simulation simulation, Set<Kind> kinds) {
        this.world = world;
        this.simulation = simulation;
        this.kinds = List.copyOf(kinds);
        this.most = world.between(20, 120);
    }

    void start() {
        world.after(world.between(1, most), () -> {
            if (!over) {
                happen(world.oneOf(kinds));
                start();
            }
        });
    }

    /** Everything that is broken is mended. */
    void end() {
        over = true;
        simulation.clients().forEach(client -> client.links().forEach(link -> link.setCut(false)));
        simulation.nodes().stream().filter(node -> !node.isUp()).forEach(Node::begin);
    }

    private void happen(Kind kind) {
        Client client = world.oneOf(simulation.clients());
        Node node = world.oneOf(simulation.nodes());
        world.trace(() -> "*** " + kind + " " + client.name() + " " + node.name());
        switch (kind) {
            case RESTART -> restart(node);
            case EVICT -> evict(node);
            case BREAK -> client.link(node.name()).hangUp();
            case CUT -> cut(client.link(node.name()));
            case PAUSE -> client.pause(world.between(10, 300));
            case CRASH -> simulation.replace(client);
        }
    }

    private void restart(Node node) {
        if (node.isUp()) {
            node.end();
            world.after(world.chance(0.5) ? 1 : world.between(1, 200), () -> {
                if (!node.isUp()) {
                    node.begin();
                }
            });
        }
    }

    private void evict(Node node) {
        if (!node.items().isEmpty()) {
            node.evict(world.oneOf(node.items()));
        }
    }

    private void cut(Link link) {
        link.setCut(true);
        world.after(world.between(10, 300), () -> link.setCut(false));
    }
}
