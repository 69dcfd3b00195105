package io.flagstone.testkit.copies;

import io.flagstone.testkit.check.CheckOptions;
import io.flagstone.testkit.check.RegisterChecker;
import io.flagstone.testkit.check.Verdict;
import io.flagstone.testkit.history.Event;
import io.flagstone.testkit.history.Operation;
import io.flagstone.testkit.simulation.Node;
import io.flagstone.testkit.simulation.World;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One schedule: some clients and nodes, a time of trouble, and then a time without. */
final class Simulation {

    private static final int TROUBLE = 1500;
    private static final int MOST_CLIENTS = 6;
    /** The number of the last key, which is a counter. */
    private static final int COUNTER = 3;

    private final World world;
    private final Operating.Setting setting;
    private final List<Node> nodes = List.of(new Node("a"), new Node("b"), new Node("c"));
    private final List<Client> clients = new ArrayList<>();
    private final Faults faults;
    private final List<Event> events = new ArrayList<>();
    private final Map<Operating, Client> open = new LinkedHashMap<>();
    private final Map<String, String> lastWritten = new LinkedHashMap<>();
    private final boolean hot;
    private final double clearing;
    private boolean over;
    private int values;
    private int clientsEver;
    private int copiesRead;

    /**
     * What a schedule came to.
     *
     * @param copiesRead reads that a replica answered
     */
    record Result(Verdict verdict, int acknowledged, int operations, int copiesRead, String trace) {}

    private Simulation(long seed, Protocol protocol, boolean passes, Set<Faults.Kind> kinds, boolean tracing) {
        this.world = new World(seed, tracing);
        List<String> names = nodes.stream().map(Node::name).toList();
        this.setting = new Operating.Setting(world, protocol, passes, world.between(2, 3), names);
        this.faults = new Faults(world, this, kinds);
        // some schedules want one key only, and some want it cleared
        this.hot = world.chance(0.4);
        this.clearing = world.chance(0.3) ? 0.15 : 0.01;
        // what one client passes over, others may read until it has paid: that is no matter of copies
        int number = passes ? 1 : world.between(2, 3);
        for (int i = 0; i < number; i++) {
            join();
        }
    }

    /**
     * Runs the schedule that the seed draws from these kinds of trouble.
     *
     * @param passes whether applications live on while a node is away; then there is one client only
     */
    static Result run(long seed, Protocol protocol, boolean passes, Set<Faults.Kind> kinds, boolean tracing) {
        return new Simulation(seed, protocol, passes, kinds, tracing).run();
    }

    private Result run() {
        faults.start();
        world.runUntil(TROUBLE);
        faults.end();
        world.calmDown();
        world.runUntil(TROUBLE + 300);
        over = true;
        world.runUntil(TROUBLE + 1200);
        // an operation that is still held up has not been heard of
        open.keySet().forEach(operating -> events.add(operating.abandoned()));
        int acknowledged = (int) events.stream()
                .filter(event -> event.outcome().isAcknowledged())
                .count();
        // a miss proves nothing: what the primary has lost may still be on a replica
        Verdict verdict = new RegisterChecker(CheckOptions.strict().withBlindMisses()).verdict(events);
        return new Result(verdict, acknowledged, events.size(), copiesRead, world.traced());
    }

    List<Client> clients() {
        return clients;
    }

    List<Node> nodes() {
        return nodes;
    }

    private void join() {
        Client client = new Client(world, "c" + ++clientsEver, nodes);
        clients.add(client);
        // two threads of the application
        soon(client);
        soon(client);
    }

    private void soon(Client client) {
        world.after(world.between(1, 20), () -> client.enter(() -> next(client)));
    }

    private void next(Client client) {
        if (over) {
            return;
        }
        Operating[] self = new Operating[1];
        self[0] = Operating.of(setting, client, operation(), () -> copiesRead++, event -> {
            open.remove(self[0]);
            events.add(event);
            soon(client);
        });
        open.put(self[0], client);
        self[0].start();
    }

    /** A client ends in the middle of whatever it does, and another begins; where there is one only, it owes too much. */
    void replace(Client client) {
        if (clientsEver < MOST_CLIENTS && !setting.passes()) {
            List<Operating> its = open.entrySet().stream()
                    .filter(entry -> entry.getValue() == client)
                    .map(Map.Entry::getKey)
                    .toList();
            its.forEach(operating -> {
                open.remove(operating);
                events.add(operating.abandoned());
            });
            client.crash();
            clients.remove(client);
            join();
        }
    }

    private Operation operation() {
        int number = hot ? COUNTER * world.between(0, 1) : world.between(0, COUNTER);
        String key = "k" + number;
        if (world.chance(clearing)) {
            return Operation.clear();
        }
        if (number == COUNTER) {
            return world.chance(0.6) ? Operation.invokeAdd(key, 1) : Operation.get(key);
        }
        String value = "v" + ++values;
        String last = lastWritten.getOrDefault(key, "none");
        return switch (world.between(0, 9)) {
            case 0, 1, 2, 3, 4 -> Operation.get(key);
            case 5, 6 -> remembered(Operation.put(key, value));
            case 7 -> remembered(Operation.putIfAbsent(key, value));
            case 8 -> remembered(Operation.replaceIfEquals(key, last, value));
            default -> Operation.remove(key);
        };
    }

    /** Tests expect of a conditional change what was written last. */
    private Operation remembered(Operation operation) {
        lastWritten.put(operation.key(), operation.given());
        return operation;
    }
}
