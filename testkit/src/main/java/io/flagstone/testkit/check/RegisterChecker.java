package io.flagstone.testkit.check;

import io.flagstone.testkit.check.KeyHistory.Step;
import io.flagstone.testkit.history.Event;
import io.flagstone.testkit.history.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Checks a history against a cache that may lose any entry at any time, but never answers with an older value, never
 * loses one of two updates, and never grants a conditional operation that had no ground.
 *
 * <p>Linearizability is local (Herlihy and Wing 1990, theorem 1), so each key is checked by itself. A {@code clear} is
 * taken as a removal of every key, each at its own moment between call and return.
 */
public final class RegisterChecker {
    private static final int AROUND = 12;

    private final CheckOptions options;

    /** A checker that takes these things for granted. */
    public RegisterChecker(CheckOptions options) {
        this.options = options;
    }

    /** Checks with {@link CheckOptions#strict()}. */
    public static Verdict check(Collection<Event> events) {
        return new RegisterChecker(CheckOptions.strict()).verdict(events);
    }

    /** Checks one history, whole; the order of the collection does not matter. */
    public Verdict verdict(Collection<Event> events) {
        Map<String, List<Event>> byKey = split(events);
        List<Violation> violations = new ArrayList<>();
        Map<String, String> undecided = new TreeMap<>();
        byKey.forEach((key, own) -> {
            try {
                Step step = Search.unexplained(new KeyHistory(own, options), options);
                if (step != null) {
                    violations.add(violation(key, own, step.event()));
                }
            } catch (Budget.Exhausted e) {
                undecided.put(key, String.valueOf(e.getMessage()));
            }
        });
        return new Verdict(events.size(), byKey.size(), violations, undecided);
    }

    private static Map<String, List<Event>> split(Collection<Event> events) {
        Map<String, List<Event>> byKey = new TreeMap<>();
        List<Event> clears = new ArrayList<>();
        for (Event event : events) {
            if (event.operation().kind() == Kind.CLEAR) {
                clears.add(event);
            } else {
                byKey.computeIfAbsent(event.operation().key(), key -> new ArrayList<>())
                        .add(event);
            }
        }
        byKey.values().forEach(own -> own.addAll(clears));
        return byKey;
    }

    private Violation violation(String key, List<Event> events, Event unexplained) {
        List<Event> contradiction = Core.of(events, unexplained, options);
        List<Event> others = events.stream()
                .filter(event -> event.invoked() <= unexplained.returned() && !contradiction.contains(event))
                .sorted(Comparator.comparingLong(Event::invoked))
                .toList();
        List<Event> around = others.subList(Math.max(0, others.size() - AROUND), others.size());
        return new Violation(key, unexplained, contradiction, around, Reason.of(unexplained, events));
    }
}
