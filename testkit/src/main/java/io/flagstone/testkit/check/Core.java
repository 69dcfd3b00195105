package io.flagstone.testkit.check;

import io.flagstone.testkit.history.Event;
import io.flagstone.testkit.history.Outcome;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The few operations that contradict each other, out of many that do not fit together.
 *
 * <p>An operation is left out by forgetting its outcome: it may then have taken effect or not, at any later time. What
 * cannot be explained even so is as good a proof as the whole history, and far easier to read. The search halves, as in
 * delta debugging (Zeller and Hildebrandt 2002).
 */
final class Core {
    /** Per attempt. Where forgetting makes the question hard, the outcome is kept instead. */
    private static final long MOST_CONFIGURATIONS = 50_000;

    private final CheckOptions options;
    private final List<Event> events;

    private Core(List<Event> events, CheckOptions options) {
        this.events = events;
        this.options = options;
    }

    /**
     * Operations that cannot be explained by themselves, by time; {@code unexplained} is among them. They are few, but
     * there may be fewer.
     */
    static List<Event> of(List<Event> events, Event unexplained, CheckOptions options) {
        List<Event> soFar = new ArrayList<>();
        for (Event event : events) {
            if (event.invoked() <= unexplained.returned()) {
                soFar.add(event.returned() <= unexplained.returned() ? event : event.forgotten());
            }
        }
        soFar.sort(Comparator.comparingLong(Event::invoked));
        return new Core(soFar, options.withMostConfigurations(MOST_CONFIGURATIONS)).shrunk(unexplained);
    }

    private List<Event> shrunk(Event unexplained) {
        for (int size = Integer.highestOneBit(Math.max(1, events.size())); size > 0; size /= 2) {
            for (int from = 0; from < events.size(); from += size) {
                forget(from, Math.min(events.size(), from + size), unexplained);
            }
        }
        return events.stream().filter(event -> event.outcome().isAcknowledged()).toList();
    }

    private void forget(int from, int to, Event unexplained) {
        List<Event> part = events.subList(from, to);
        List<Event> before = List.copyOf(part);
        part.replaceAll(event -> isHard(event) && !event.equals(unexplained) ? event.forgotten() : event);
        if (!part.equals(before) && !isContradictory()) {
            for (int i = from; i < to; i++) {
                events.set(i, before.get(i - from));
            }
        }
    }

    private static boolean isHard(Event event) {
        return event.outcome() != Outcome.Plain.UNKNOWN;
    }

    private boolean isContradictory() {
        try {
            return Search.unexplained(new KeyHistory(events, options), options) != null;
        } catch (Budget.Exhausted tooHard) {
            return false;
        }
    }
}
