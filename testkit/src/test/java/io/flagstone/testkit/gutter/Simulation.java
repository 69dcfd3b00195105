package io.flagstone.testkit.gutter;

import io.flagstone.testkit.simulation.World;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One schedule: some clients, three nodes, and trouble between them. */
final class Simulation {

    private static final int LENGTH = 2_500;

    /** Two of each owner, one for each of the other nodes. */
    private static final int KEYS = 6;

    private final World world;
    private final Truth truth;
    private final List<Node> nodes = new ArrayList<>();
    private final List<List<Channel>> channels = new ArrayList<>();

    /**
     * What a schedule came to.
     *
     * @param violation what was refuted, or null
     * @param fromGutter reads that the gutter answered
     */
    record Result(@Nullable String violation, int reads, int fromGutter, String trace) {}

    private Simulation(long seed, Rules rules, boolean tracing) {
        world = new World(seed, tracing);
        for (int i = 0; i < 3; i++) {
            nodes.add(new Node(world));
        }
        int clients = world.between(1, 3);
        truth = new Truth(world, clients == 1);
        for (int i = 0; i < clients; i++) {
            List<Channel> its = new ArrayList<>();
            nodes.forEach(node -> its.add(new Channel(world, rules, node)));
            channels.add(its);
            Client client = new Client(world, rules, its, truth, "c" + i);
            boolean all = clients == 1;
            for (int key = 0; key < KEYS; key++) {
                if (all || key % clients == i) {
                    write(client, key);
                }
            }
            read(client);
            read(client);
        }
        trouble();
    }

    static Result run(long seed, Rules rules, boolean tracing) {
        Simulation simulation = new Simulation(seed, rules, tracing);
        simulation.world.runUntil(LENGTH);
        Truth truth = simulation.truth;
        return new Result(truth.violation(), truth.reads(), truth.fromGutter(), simulation.world.traced());
    }

    private void write(Client client, int key) {
        world.after(world.between(5, 120), () -> client.write(key, world.chance(0.15), () -> write(client, key)));
    }

    private void read(Client client) {
        world.after(world.between(1, 25), () -> client.get(world.between(0, KEYS - 1), () -> read(client)));
    }

    private void trouble() {
        world.after(world.between(10, 120), () -> {
            int node = world.between(0, nodes.size() - 1);
            int kind = world.between(0, 9);
            if (kind == 0) {
                world.trace(() -> "node " + node + " begins anew");
                nodes.get(node).restart();
                channels.forEach(its -> its.get(node).hangUp());
            } else if (kind == 1) {
                nodes.get(node).evict();
            } else if (kind < 5) {
                channels.forEach(its -> cut(its.get(node), node, "everybody"));
            } else {
                cut(world.oneOf(channels).get(node), node, "somebody");
            }
            trouble();
        });
    }

    private void cut(Channel channel, int node, String who) {
        world.trace(() -> "node " + node + " is away for " + who);
        channel.cut();
        world.after(world.between(10, 300), channel::heal);
    }
}
