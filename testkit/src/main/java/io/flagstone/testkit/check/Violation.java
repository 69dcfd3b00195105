package io.flagstone.testkit.check;

import io.flagstone.testkit.history.Event;
import java.util.List;
import java.util.Locale;

/**
 * Operations on one key that no cache could have answered so, whatever it lost.
 *
 * @param key the key
 * @param unexplained the first operation, by the time of its return, that cannot be explained
 * @param contradiction operations that contradict each other, by time: as few as were found
 * @param around other operations on the key shortly before, by time
 * @param reason what is wrong, in a sentence
 */
public record Violation(String key, Event unexplained, List<Event> contradiction, List<Event> around, String reason) {

    /** Copies the lists. */
    public Violation {
        contradiction = List.copyOf(contradiction);
        around = List.copyOf(around);
    }

    /** The report: the reason, the contradiction, and what happened around it. */
    @Override
    public String toString() {
        Timeline timeline = new Timeline(contradiction.get(0).invoked());
        StringBuilder text = new StringBuilder("key " + key + ": " + reason + "\n");
        text.append(" no order explains these (milliseconds):\n");
        contradiction.forEach(event -> timeline.append(text, event.equals(unexplained) ? '!' : ' ', event));
        if (!around.isEmpty()) {
            text.append(" before and around:\n");
            around.forEach(event -> timeline.append(text, ' ', event));
        }
        return text.toString();
    }

    /** Prints operations with their times. */
    private static final class Timeline {
        private static final double NANOS_PER_MILLI = 1e6;

        private final long origin;

        /** Times are told from here. */
        Timeline(long origin) {
            this.origin = origin;
        }

        void append(StringBuilder text, char mark, Event event) {
            text.append(String.format(
                    Locale.ROOT,
                    "%c %-12s %12s %12s  %s -> %s%n",
                    mark,
                    event.client(),
                    millis(event.invoked()),
                    event.returned() == Event.NEVER ? "never" : millis(event.returned()),
                    event.operation(),
                    event.outcome()));
        }

        private String millis(long time) {
            return String.format(Locale.ROOT, "%.3f", (time - origin) / NANOS_PER_MILLI);
        }
    }
}
