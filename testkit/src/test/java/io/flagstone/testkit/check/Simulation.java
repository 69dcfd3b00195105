package io.flagstone.testkit.check;

import io.flagstone.testkit.history.Event;
import io.flagstone.testkit.history.Kind;
import io.flagstone.testkit.history.Operation;
import io.flagstone.testkit.history.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A linearizable cache with loss and its clients, played in simulated time: every history it gives is valid by
 * construction, since each operation takes effect at one moment between its call and its return.
 */
final class Simulation {
    private static final List<Kind> KINDS = List.of(Kind.values());

    private final Load load;
    private final SplittableRandom random;
    private final Map<String, String> cache = new HashMap<>();
    private final PriorityQueue<Task> tasks = new PriorityQueue<>(Comparator.comparingLong(Task::time));
    private final List<Event> events = new ArrayList<>();
    private int started;

    /**
     * @param kinds the operations to choose from; empty for all
     * @param think the longest pause between two operations of a client; an operation takes up to 100
     */
    record Load(int clients, int keys, int operations, double unknown, double loss, int think, List<Kind> kinds) {
        static Load busy(int clients, int keys, int operations) {
            return new Load(clients, keys, operations, 0.01, 0.01, 50, List.of());
        }

        Load withUnknown(double share) {
            return new Load(clients, keys, operations, share, loss, think, kinds);
        }

        Load withThink(int longest) {
            return new Load(clients, keys, operations, unknown, loss, longest, kinds);
        }

        Load only(Kind... some) {
            return new Load(clients, keys, operations, unknown, loss, think, List.of(some));
        }
    }

    private record Task(long time, Runnable action) {}

    private Simulation(Load load, long seed) {
        this.load = load;
        this.random = new SplittableRandom(seed);
    }

    static List<Event> history(Load load, long seed) {
        return new Simulation(load, seed).run();
    }

    private List<Event> run() {
        for (int i = 0; i < load.clients(); i++) {
            String client = "c" + i;
            at(random.nextInt(100), now -> begin(client, now));
        }
        while (!tasks.isEmpty()) {
            tasks.remove().action().run();
        }
        return events;
    }

    private interface Action {
        void at(long now);
    }

    private void at(long time, Action action) {
        tasks.add(new Task(time, () -> action.at(time)));
    }

    private void begin(String client, long invoked) {
        if (started >= load.operations()) {
            return;
        }
        started++;
        Operation operation = operation(client + "-" + started);
        long effect = invoked + random.nextInt(50);
        long returned = effect + random.nextInt(50);
        if (random.nextDouble() < load.unknown()) {
            events.add(new Event(client, operation, Outcome.Plain.UNKNOWN, invoked, returned));
            if (random.nextBoolean()) {
                at(effect + random.nextInt(5_000), now -> apply(operation));
            }
        } else {
            at(effect, now -> {
                Outcome outcome = Outcome.of(operation.kind(), apply(operation));
                events.add(new Event(client, operation, outcome, invoked, returned));
            });
        }
        at(returned + 1 + random.nextInt(1 + load.think()), now -> begin(client, now));
    }

    private Operation operation(String value) {
        List<Kind> kinds = load.kinds().isEmpty() ? KINDS : load.kinds();
        Kind kind = kinds.get(random.nextInt(kinds.size()));
        if (kind == Kind.CLEAR && random.nextInt(20) > 0) {
            kind = Kind.GET;
        }
        String key = "k" + random.nextInt(load.keys());
        if (kind == Kind.INVOKE_ADD) {
            return Operation.invokeAdd("count-" + key, 1);
        }
        boolean conditional = kind == Kind.REPLACE_IF_EQUALS || kind == Kind.REMOVE_IF_EQUALS;
        String expected = conditional ? cache.getOrDefault(key, "nothing") : null;
        return switch (kind) {
            case CLEAR -> Operation.clear();
            case GET, CONTAINS_KEY, REMOVE, GET_AND_REMOVE, INVOKE_REMOVE -> new Operation(kind, key, null, null);
            case REMOVE_IF_EQUALS -> new Operation(kind, key, expected, null);
            default -> new Operation(kind, key, expected, value);
        };
    }

    private @Nullable Object apply(Operation operation) {
        String key = operation.key();
        if (random.nextDouble() < load.loss()) {
            cache.remove(key);
        }
        String old = cache.get(key);
        boolean expected = old != null && Objects.equals(old, operation.expected());
        switch (operation.kind()) {
            case PUT, GET_AND_PUT, INVOKE_SET -> cache.put(key, operation.given());
            case PUT_IF_ABSENT -> cache.putIfAbsent(key, operation.given());
            case REPLACE, GET_AND_REPLACE -> cache.replace(key, operation.given());
            case REPLACE_IF_EQUALS -> cache.replace(key, operation.awaited(), operation.given());
            case REMOVE, GET_AND_REMOVE, INVOKE_REMOVE -> cache.remove(key);
            case REMOVE_IF_EQUALS -> cache.remove(key, operation.awaited());
            case INVOKE_ADD -> cache.merge(key, operation.given(), Simulation::sum);
            case INVOKE_APPEND -> cache.merge(key, operation.given(), (list, text) -> list + "," + text);
            case CLEAR -> cache.clear();
            case GET, CONTAINS_KEY -> {}
        }
        return switch (operation.kind()) {
            case REPLACE_IF_EQUALS, REMOVE_IF_EQUALS -> expected;
            case PUT_IF_ABSENT -> old == null;
            case CONTAINS_KEY, REMOVE, REPLACE -> old != null;
            default -> old;
        };
    }

    private static String sum(String one, String other) {
        return "" + (Long.parseLong(one) + Long.parseLong(other));
    }
}
