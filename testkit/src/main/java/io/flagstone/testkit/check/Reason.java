package io.flagstone.testkit.check;

import io.flagstone.testkit.history.Event;
import io.flagstone.testkit.history.Outcome;
import java.util.List;

/** Puts into words why an operation cannot be explained. */
final class Reason {
    private final Values values = new Values();
    private final Rules rules = new Rules(values, false);
    private final List<Event> events;

    private Reason(List<Event> events) {
        this.events = events;
    }

    static String of(Event unexplained, List<Event> events) {
        return new Reason(events).of(unexplained);
    }

    private String of(Event unexplained) {
        String who = unexplained.client() + " was answered " + unexplained.outcome() + " by " + unexplained.operation();
        Rule rule = rules.acknowledged(unexplained);
        if (rule == null || rule.need() == Rule.ANY) {
            return who + ", which does not fit";
        }
        if (rule.need() == Rule.PRESENT) {
            return who + ", but there can have been no value";
        }
        String needed = values.text(rule.need());
        List<Event> writers =
                events.stream().filter(event -> mayWrite(event, rule.need())).toList();
        if (writers.isEmpty()) {
            return who + ", but nobody ever wrote " + needed;
        }
        if (writers.stream().allMatch(writer -> writer.invoked() > unexplained.returned())) {
            return who + ", but " + needed + " was written only later";
        }
        return who + ", but " + needed + " cannot have been there then: it is gone, and may not come back";
    }

    private boolean mayWrite(Event event, int value) {
        Rule rule = null;
        if (event.outcome().isAcknowledged()) {
            rule = rules.acknowledged(event);
        } else if (event.outcome() != Outcome.Plain.NOT_DONE) {
            rule = rules.possible(event);
        }
        if (rule == null) {
            return false;
        }
        return rule.post() == value || rule.post() == Rule.GROWN;
    }
}
