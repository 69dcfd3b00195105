package io.flagstone.testkit.check;

import io.flagstone.testkit.history.Event;
import io.flagstone.testkit.history.Outcome;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The history of one key in the checker's terms: beginnings and ends in the order of time.
 *
 * <p>Operations of unknown outcome that could have the same effect form a group, for it does not matter which of them
 * had it. Those whose end is known, since unknown operations are bounded in time, are groups of their own.
 */
final class KeyHistory {
    private final Values values = new Values();
    private final List<Moment> moments = new ArrayList<>();
    private final List<Rule> groups = new ArrayList<>();
    private final Map<Rule, Integer> shared = new HashMap<>();
    private final Map<Long, List<Integer>> expiries = new HashMap<>();

    KeyHistory(List<Event> events, CheckOptions options) {
        Rules rules = new Rules(values, options.missesAreBlind());
        List<Step> known = new ArrayList<>();
        List<Event> unknown = new ArrayList<>();
        List<Rule> possible = new ArrayList<>();
        for (Event event : events) {
            if (event.outcome() == Outcome.Plain.NOT_DONE) {
                continue;
            }
            boolean acknowledged = event.outcome().isAcknowledged();
            @Nullable Rule rule = acknowledged ? rules.acknowledged(event) : rules.possible(event);
            if (rule != null && acknowledged) {
                known.add(new Step(event, rule, Step.KNOWN));
            } else if (rule != null) {
                unknown.add(event);
                possible.add(rule);
            }
        }
        Demand demand = new Demand(known, possible, values);
        shared.put(Rule.write(Values.UNSEEN), add(Rule.write(Values.UNSEEN)));
        known.forEach(step -> addMoments(step, step.event().returned()));
        for (int i = 0; i < unknown.size(); i++) {
            addUnknown(unknown.get(i), possible.get(i), demand, options.settled(unknown.get(i)));
        }
        Collections.sort(moments);
    }

    private void addUnknown(Event event, Rule full, Demand demand, long end) {
        long matters = demand.end(full);
        Rule rule = matters == Demand.NEVER_MATTERS ? full.unseen() : full;
        int group = end == Event.NEVER ? shared.computeIfAbsent(rule, this::add) : add(rule);
        if (rule.makesAnything() && end == Event.NEVER && matters != Event.NEVER) {
            List<Integer> expiring = expiries.computeIfAbsent(matters, time -> new ArrayList<>());
            if (group != Unknowns.UNSEEN_WRITES && !expiring.contains(group)) {
                expiring.add(group);
            }
        }
        addMoments(new Step(event, rule, group), end);
    }

    private void addMoments(Step step, long end) {
        moments.add(new Moment(step.event().invoked(), false, step));
        if (end != Event.NEVER) {
            moments.add(new Moment(end, true, step));
        }
    }

    private int add(Rule rule) {
        groups.add(rule);
        return groups.size() - 1;
    }

    Values values() {
        return values;
    }

    List<Moment> moments() {
        return moments;
    }

    /** The rules of the groups, by number; the first are the writes whose value never matters. */
    List<Rule> groups() {
        return groups;
    }

    /** The groups of which it does not matter any more what they write when this time is over. */
    List<Integer> expiringAt(long time) {
        return expiries.getOrDefault(time, List.of());
    }

    /**
     * One operation of a key's history, with its rule.
     *
     * @param event the operation
     * @param rule what it demands and leaves
     * @param group the number of its group, if its outcome is unknown; {@link #KNOWN} if not
     */
    record Step(Event event, Rule rule, int group) {
        static final int KNOWN = -1;

        boolean isKnown() {
            return group == KNOWN;
        }
    }

    /**
     * A step begins or ends.
     *
     * @param time nanoseconds
     * @param ends whether it is the end
     * @param step the step
     */
    record Moment(long time, boolean ends, Step step) implements Comparable<Moment> {

        /** By time. At the same time beginnings come first: operations that touch count as concurrent. */
        @Override
        public int compareTo(Moment other) {
            int byTime = Long.compare(time, other.time);
            return byTime != 0 ? byTime : Boolean.compare(ends, other.ends);
        }
    }
}
