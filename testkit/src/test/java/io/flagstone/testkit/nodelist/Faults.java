package io.flagstone.testkit.nodelist;

import io.flagstone.testkit.simulation.Node;
import io.flagstone.testkit.simulation.World;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** What can go wrong, and how often. */
final class Faults {

    /** One kind of trouble. */
    enum Kind {
        LIST,
        RESTART,
        EVICT_VIEW,
        EVICT,
        BREAK,
        CUT,
        PAUSE,
        CRASH,
        /** A node loses what has just been written to it, while some client, perhaps the writer, is paused. */
        AMBUSH,
        BURY
    }

    private static final List<Kind> OFTEN = List.of(
            Kind.LIST,
            Kind.LIST,
            Kind.LIST,
            Kind.RESTART,
            Kind.EVICT_VIEW,
            Kind.EVICT,
            Kind.BREAK,
            Kind.BREAK,
            Kind.CUT,
            Kind.PAUSE,
            Kind.PAUSE,
            Kind.CRASH);

    private final World world;
    private final Simulation simulation;
    private final Losses losses;
    private final List<Kind> kinds;
    private final boolean ambushes;
    private final boolean buries;
    private final int most;
    private boolean over;

    Faults(World world, Simulation simulation, Losses losses, Set<Kind> kinds) {
        this.world = world;
        this.simulation = simulation;
        this.losses = losses;
        this.kinds = OFTEN.stream().filter(kinds::contains).toList();
        this.ambushes = kinds.contains(Kind.AMBUSH);
        this.buries = kinds.contains(Kind.BURY);
        // some schedules are calm, some are not
        this.most = world.between(30, 160);
    }

    void start() {
        world.after(world.between(1, most), () -> {
            if (!over) {
                happen(buries && world.chance(0.04) ? Kind.BURY : world.oneOf(kinds));
                start();
            }
        });
    }

    /** Everything that is broken is mended. */
    void end() {
        over = true;
        for (Client client : simulation.clients()) {
            simulation.nodes().keySet().forEach(node -> client.link(node).setCut(false));
        }
        for (Node node : simulation.nodes().values()) {
            if (!node.isUp() && !simulation.sources().dead().contains(node.name())) {
                node.begin();
            }
        }
    }

    /** A document was written to this node. */
    void written(Node node) {
        if (!over && ambushes && world.chance(0.1)) {
            world.after(world.between(0, 3), () -> {
                world.trace(() -> "*** AMBUSH " + node.name());
                evictView(node);
                world.oneOf(simulation.clients()).pause(world.between(20, 150));
            });
        }
    }

    private void happen(Kind kind) {
        Client client = world.oneOf(simulation.clients());
        Node node = world.oneOf(List.copyOf(simulation.nodes().values()));
        world.trace(() -> "*** " + kind + " " + client.name() + " " + node.name());
        switch (kind) {
            case LIST -> changeList();
            case RESTART -> restart(node);
            case EVICT_VIEW -> evictView(node);
            case EVICT -> evict(node);
            case BREAK -> client.link(node.name()).hangUp();
            case CUT -> cut(client.link(node.name()));
            case PAUSE -> client.pause(world.between(10, 300));
            case CRASH -> simulation.replace(client);
            case BURY -> bury(node);
            case AMBUSH -> throw new IllegalArgumentException("comes with a document, see written");
        }
    }

    private void changeList() {
        List<String> now = new ArrayList<>(simulation.sources().truth());
        int changes = world.between(1, 2);
        for (int i = 0; i < changes; i++) {
            Node node = world.oneOf(List.copyOf(simulation.nodes().values()));
            boolean dead = simulation.sources().dead().contains(node.name());
            if (now.contains(node.name()) && now.size() > 2) {
                now.remove(node.name());
            } else if (!now.contains(node.name()) && !dead) {
                now.add(node.name());
            }
        }
        if (losses.areCovered(now)) {
            simulation.sources().publish(now, simulation.clients());
        }
    }

    private void restart(Node node) {
        if (node.isUp() && losses.areAllowed(node)) {
            node.end();
            int pause = world.chance(0.5) ? 1 : world.between(1, 200);
            world.after(pause, () -> {
                if (!node.isUp() && !simulation.sources().dead().contains(node.name())) {
                    node.begin();
                }
            });
        }
    }

    private void evictView(Node node) {
        if (losses.areAllowed(node)) {
            node.evict(Document.ITEM);
        }
    }

    private void evict(Node node) {
        List<String> keys =
                node.items().stream().filter(key -> !key.equals(Document.ITEM)).toList();
        if (!keys.isEmpty()) {
            node.evict(world.oneOf(keys));
        }
    }

    private void cut(Link link) {
        link.setCut(true);
        world.after(world.between(10, 300), () -> link.setCut(false));
    }

    /** A node ends for good; its operator says so some time later. */
    private void bury(Node node) {
        List<String> truth = simulation.sources().truth();
        boolean possible = truth.contains(node.name()) && truth.size() > 2 && node.isUp();
        if (possible && simulation.sources().dead().isEmpty() && losses.areAllowed(node)) {
            if (simulation.protocol().endsWhatIsBuried()) {
                node.end();
            }
            int later = world.between(20, 200);
            world.after(later, () -> {
                if (!node.isUp() || !simulation.protocol().endsWhatIsBuried()) {
                    simulation.sources().bury(node.name(), simulation.clients());
                }
            });
        }
    }
}
