package io.flagstone.testkit.nodelist;

import io.flagstone.testkit.history.Event;
import io.flagstone.testkit.history.Kind;
import io.flagstone.testkit.history.Operation;
import io.flagstone.testkit.simulation.World;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What applications ask of their clients: one operation after the other on a few keys. */
final class Workload {

    /** Keys, each in a slot of its own; the last two are counters. */
    static final int KEYS = 6;

    /** Operations of a client's {@link #lap}. */
    static final int LAP = 2 * KEYS;

    private static final int COUNTERS_FROM = 4;

    private final World world;
    private final List<Event> events = new ArrayList<>();
    private final Map<Client, Call> open = new LinkedHashMap<>();
    private final Map<String, String> lastSeen = new LinkedHashMap<>();
    private boolean over;
    private int values;
    private double clears = -1;

    Workload(World world) {
        this.world = world;
    }

    List<Event> events() {
        return events;
    }

    void end() {
        over = true;
    }

    void start(Client client) {
        world.after(world.between(1, 20), () -> client.enter(() -> next(client)));
    }

    private void next(Client client) {
        if (!over) {
            boolean warm = client.protocol().hasWarmUp();
            run(client, warm ? ofFewKeys() : operation(), () -> start(client));
        }
    }

    private void run(Client client, Operation operation, Runnable then) {
        Consumer<Event> ended = event -> {
            open.remove(client);
            events.add(event);
            then.run();
        };
        Call call = operation.kind() == Kind.CLEAR && client.protocol() instanceof WarmUp rules
                ? new Clearing(world, client, rules, ended)
                : new Operating(world, client, operation, slot(operation), ended);
        open.put(client, call);
        call.start();
    }

    void crashed(Client client) {
        Call call = open.remove(client);
        if (call != null) {
            events.add(call.abandoned());
        }
    }

    /** All clients use the same key most of the time, and clear now and then. */
    private Operation ofFewKeys() {
        if (clears < 0) {
            clears = world.chance(0.4) ? 0.05 : 0.002;
        }
        if (world.chance(clears)) {
            return Operation.clear();
        }
        int hot = (int) (world.now() / 100 % KEYS);
        return operation(world.chance(0.7) ? hot : world.between(0, KEYS - 1));
    }

    private Operation operation() {
        return operation(world.between(0, KEYS - 1));
    }

    private Operation operation(int number) {
        String key = "k" + number;
        if (number >= COUNTERS_FROM) {
            return world.chance(0.7) ? Operation.invokeAdd(key, 1) : Operation.get(key);
        }
        String value = "v" + ++values;
        String last = lastSeen.getOrDefault(key, "none");
        return switch (world.between(0, 9)) {
            case 0, 1, 2, 3 -> Operation.get(key);
            case 4, 5 -> remembered(Operation.put(key, value));
            case 6, 7 -> remembered(Operation.putIfAbsent(key, value));
            case 8 -> remembered(Operation.replaceIfEquals(key, last, value));
            default -> Operation.remove(key);
        };
    }

    /** Tests expect of a conditional change what was written last. */
    private Operation remembered(Operation operation) {
        lastSeen.put(operation.key(), operation.given());
        return operation;
    }

    /** Every client writes and reads every key once. */
    void lap(List<Client> clients, List<Event> outcomes) {
        clients.forEach(client -> lap(client, false, outcomes));
    }

    /** A client writes and reads every key once, or only reads. */
    void lap(Client client, boolean readingOnly, List<Event> outcomes) {
        lap(client, readingOnly ? 1 : 0, readingOnly ? 2 : 1, outcomes);
    }

    private void lap(Client client, int number, int step, List<Event> outcomes) {
        if (number >= LAP) {
            return;
        }
        String key = "k" + number / 2;
        Operation write =
                number / 2 >= COUNTERS_FROM ? Operation.invokeAdd(key, 1) : Operation.put(key, "w" + ++values);
        run(client, number % 2 == 0 ? write : Operation.get(key), () -> {
            outcomes.add(events.get(events.size() - 1));
            lap(client, number + step, step, outcomes);
        });
    }

    /** The slot of an operation's key. */
    static int slot(Operation operation) {
        return operation.key().charAt(1) - '0';
    }
}
