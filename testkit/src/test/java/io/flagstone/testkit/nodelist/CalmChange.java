package io.flagstone.testkit.nodelist;

import io.flagstone.testkit.history.Event;
import io.flagstone.testkit.history.Outcome;
import io.flagstone.testkit.simulation.Node;
import io.flagstone.testkit.simulation.World;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** One change of the list without any trouble, and what is left of the entries afterwards. */
final class CalmChange {

    private final World world;
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final Client client;
    private final Workload workload;

    CalmChange(long seed, List<String> first, Protocol protocol) {
        this.world = new World(seed, false);
        world.calmDown();
        List.of("a", "b", "c", "d", "e").forEach(name -> nodes.put(name, new Node(name, document -> {})));
        this.client = new Client(world, "c1", protocol, nodes, first);
        this.workload = new Workload(world);
    }

    /** Writes every key, changes the list, and reads every key some looks later: whether it is still there. */
    Map<Integer, Boolean> survivors(List<String> next, String ended, int rounds) {
        client.start();
        world.runUntil(300);
        lap(false);
        world.runUntil(world.now() + Protocol.REFRESH);
        if (ended.isEmpty()) {
            client.listNow(next, List.of());
        } else {
            client.link(ended).node().end();
            client.listNow(next, List.of(ended));
        }
        world.runUntil(world.now() + rounds * (long) Protocol.REFRESH);
        Map<Integer, Boolean> found = new HashMap<>();
        for (Event event : lap(true)) {
            boolean there = event.outcome() instanceof Outcome.Saw saw && saw.value() != null;
            found.put(Workload.slot(event.operation()), there);
        }
        return found;
    }

    private List<Event> lap(boolean readingOnly) {
        List<Event> events = new ArrayList<>();
        workload.lap(client, readingOnly, events);
        int whole = readingOnly ? Workload.KEYS : Workload.LAP;
        world.runUntil(world.now() + 5000, () -> events.size() == whole);
        return events;
    }
}
