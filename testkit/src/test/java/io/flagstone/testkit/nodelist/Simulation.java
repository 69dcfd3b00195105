package io.flagstone.testkit.nodelist;

import io.flagstone.testkit.check.RegisterChecker;
import io.flagstone.testkit.check.Verdict;
import io.flagstone.testkit.history.Event;
import io.flagstone.testkit.simulation.Node;
import io.flagstone.testkit.simulation.World;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One schedule: some clients and nodes, a time of trouble, and then a time without. */
final class Simulation {

    /** Looks of a client after the end of all trouble until every slot must be served again. */
    static final int ROUNDS = 15;

    private static final int TROUBLE = 1500;
    private static final int MOST_CLIENTS = 8;
    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");

    private final World world;
    private final Protocol protocol;
    private final Map<String, Node> nodes = new LinkedHashMap<>();
    private final List<Client> clients = new ArrayList<>();
    private final Sources sources;
    private final Workload workload;
    private final Faults faults;
    private final @Nullable Shortage shortage;
    private final List<String> servedTwice = new ArrayList<>();
    private int clientsEver;

    /**
     * What a schedule came to.
     *
     * @param lines that are in force at the end; more than one takes an operator, who is told
     */
    record Result(
            Verdict verdict,
            List<String> servedTwice,
            List<Event> unserved,
            int acknowledged,
            int operations,
            int lines,
            String trace) {

        /** No slot was served twice, and no application could have told that anything had happened but losses. */
        boolean isSafe() {
            return verdict.isClean() && servedTwice.isEmpty();
        }
    }

    private Simulation(long seed, Protocol protocol, Set<Faults.Kind> kinds, boolean tracing) {
        this.world = new World(seed, tracing);
        this.protocol = protocol;
        NAMES.forEach(name -> nodes.put(name, new Node(name, this::stored)));
        this.sources = new Sources(world, NAMES.subList(0, world.between(2, 3)));
        this.workload = new Workload(world);
        this.faults = new Faults(world, this, protocol.losses(this), kinds);
        this.shortage = protocol.hasWarmUp() ? new Shortage(world, nodes) : null;
        int number = world.between(2, 3);
        for (int i = 0; i < number; i++) {
            join(sources.truth());
        }
    }

    /** Runs the schedule that the seed draws from these kinds of trouble. */
    static Result run(long seed, Protocol protocol, Set<Faults.Kind> kinds, boolean tracing) {
        return new Simulation(seed, protocol, kinds, tracing).run();
    }

    private Result run() {
        faults.start();
        if (shortage != null) {
            shortage.start();
        }
        world.runUntil(TROUBLE);
        faults.end();
        world.calmDown();
        sources.settle(clients);
        world.runUntil(TROUBLE + Protocol.LAG + ROUNDS * Protocol.REFRESH);
        workload.end();
        world.runUntil(world.now() + 200);
        List<Event> lap = new ArrayList<>();
        workload.lap(clients, lap);
        int whole = clients.size() * Workload.LAP;
        world.runUntil(world.now() + 5000, () -> lap.size() == whole);
        List<Event> events = workload.events();
        List<Event> unserved = new ArrayList<>(
                lap.stream().filter(event -> !event.outcome().isAcknowledged()).toList());
        int acknowledged = (int) events.stream()
                .filter(event -> event.outcome().isAcknowledged())
                .count();
        return new Result(
                RegisterChecker.check(events),
                servedTwice,
                unserved,
                acknowledged,
                events.size(),
                lines(),
                world.traced());
    }

    private int lines() {
        return (int) nodes.values().stream()
                .map(node -> (Document) node.peek(Document.ITEM))
                .filter(document -> document != null && document.isInForce() && !document.isLeaving())
                .map(document -> document.view().line())
                .distinct()
                .count();
    }

    private void stored(@Nullable Object value) {
        if (value instanceof Document document) {
            written(document);
        }
    }

    /** A document was written: two nodes must never say that they serve the same slot. */
    private void written(Document document) {
        for (Node node : nodes.values()) {
            if (node.name().equals(document.self())) {
                faults.written(node);
                if (shortage != null) {
                    shortage.written(node, document);
                }
            }
            Document other = (Document) node.peek(Document.ITEM);
            for (int slot = 0; other != null && slot < View.SLOTS; slot++) {
                if (!other.self().equals(document.self()) && other.serves(slot) && document.serves(slot)) {
                    String text = world.now() + ": slot " + slot + " by " + document + " and " + other;
                    world.trace(() -> "!!! served twice: " + text);
                    servedTwice.add(text);
                }
            }
        }
    }

    Protocol protocol() {
        return protocol;
    }

    Map<String, Node> nodes() {
        return nodes;
    }

    List<Client> clients() {
        return clients;
    }

    Sources sources() {
        return sources;
    }

    private void join(List<String> listed) {
        Client client = new Client(world, "c" + ++clientsEver, protocol, nodes, listed);
        clients.add(client);
        client.start();
        workload.start(client);
    }

    /** A client ends in the middle of whatever it does; another begins, with the list that the first had. */
    void replace(Client client) {
        if (clientsEver < MOST_CLIENTS) {
            workload.crashed(client);
            client.crash();
            clients.remove(client);
            join(client.listed());
        }
    }
}
