package io.flagstone.testkit.check;

import io.flagstone.testkit.history.Event;
import io.flagstone.testkit.history.Kind;
import io.flagstone.testkit.history.Operation;
import io.flagstone.testkit.history.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Random operations on one key with random answers: most of them make no sense, and a fair share just does. */
final class SmallHistories {
    private static final List<Kind> ALL = List.of(Kind.values());
    private static final List<Kind> COUNTING =
            List.of(Kind.INVOKE_ADD, Kind.INVOKE_ADD, Kind.GET, Kind.REMOVE_IF_EQUALS, Kind.PUT);

    private final RandomGenerator random;
    private final int values;
    private final int span;
    private final double unknown;
    private final List<Kind> kinds;
    private final boolean unique;

    SmallHistories(RandomGenerator random) {
        this.random = random;
        this.unique = random.nextInt(3) == 0;
        this.values = 1 + random.nextInt(unique ? 7 : 3);
        this.span = 2 + random.nextInt(20);
        this.unknown = random.nextInt(3) * 0.25;
        this.kinds = kinds();
    }

    private List<Kind> kinds() {
        if (random.nextInt(4) == 0) {
            return COUNTING;
        }
        List<Kind> some = new ArrayList<>();
        int size = 2 + random.nextInt(5);
        while (some.size() < size) {
            some.add(ALL.get(random.nextInt(ALL.size())));
        }
        if (some.contains(Kind.INVOKE_APPEND)) {
            // Lists and numbers under one key would make the adding processor fail.
            some.removeIf(kind -> kind == Kind.INVOKE_ADD);
        }
        return some;
    }

    List<Event> next(int size) {
        List<Event> events = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            Operation operation = operation(kinds.get(random.nextInt(kinds.size())), i);
            long invoked = random.nextInt(span);
            events.add(
                    new Event("c" + i, operation, outcome(operation.kind()), invoked, invoked + random.nextInt(span)));
        }
        return events;
    }

    private Operation operation(Kind kind, int index) {
        boolean conditional = kind == Kind.REPLACE_IF_EQUALS || kind == Kind.REMOVE_IF_EQUALS;
        String written = "" + (1 + (unique ? index : random.nextInt(values)));
        String value = kind == Kind.INVOKE_APPEND ? "1" : written;
        return new Operation(kind, "k", conditional ? value() : null, value);
    }

    private Outcome outcome(Kind kind) {
        double draw = random.nextDouble();
        if (draw < unknown) {
            return Outcome.Plain.UNKNOWN;
        }
        if (draw > 0.98) {
            return Outcome.Plain.NOT_DONE;
        }
        return switch (kind.answer()) {
            case VALUE -> new Outcome.Saw(seen());
            case FLAG -> new Outcome.Said(random.nextInt(3) > 0);
            case NOTHING -> Outcome.Plain.DONE;
        };
    }

    private @Nullable String seen() {
        int draw = random.nextInt(5);
        if (draw == 0) {
            return null;
        }
        return draw == 1 && kinds.contains(Kind.INVOKE_APPEND) ? value() + ",1" : value();
    }

    private String value() {
        return "" + (1 + random.nextInt(values + 1));
    }
}
