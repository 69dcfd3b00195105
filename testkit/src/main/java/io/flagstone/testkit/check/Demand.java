package io.flagstone.testkit.check;

import io.flagstone.testkit.check.KeyHistory.Step;
import io.flagstone.testkit.history.Event;
import io.flagstone.testkit.history.Kind;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Until when it matters which value is there: the end of the last operation that saw it or expected it, or that saw one
 * an operation of unknown outcome may have made of it. From then on the value is as good as any other.
 */
final class Demand {
    static final long NEVER_MATTERS = Long.MIN_VALUE;

    private final Values values;
    private final boolean adding;
    private final Map<Integer, Long> last = new HashMap<>();

    /**
     * @param known the acknowledged operations
     * @param unknown the rules of those of unknown outcome
     */
    Demand(List<Step> known, List<Rule> unknown, Values values) {
        this.values = values;
        this.adding = unknown.stream().anyMatch(rule -> isGrowth(rule, Kind.INVOKE_ADD));
        Deque<Integer> raised = new ArrayDeque<>();
        for (Step step : known) {
            raise(step.rule().need(), step.event().returned(), raised);
            raise(step.rule().unless(), step.event().returned(), raised);
        }
        while (!raised.isEmpty()) {
            int value = raised.pop();
            unknown.forEach(rule -> raiseGround(rule, value, raised));
        }
    }

    private static boolean isGrowth(Rule rule, Kind kind) {
        return rule.growth() != null && rule.growth().kind() == kind;
    }

    private void raise(int value, long time, Deque<Integer> raised) {
        if (value > Values.UNSEEN && last(value) < time) {
            last.put(value, time);
            raised.push(value);
        }
    }

    private void raiseGround(Rule rule, int value, Deque<Integer> raised) {
        Growth growth = rule.growth();
        long time = last(value);
        if (growth == null) {
            if (rule.post() == value) {
                raise(rule.need(), time, raised);
            }
        } else if (growth.kind() == Kind.INVOKE_APPEND) {
            raise(growth.before(value, values), time, raised);
        }
    }

    /**
     * Until when it matters what an operation of unknown outcome writes; {@link #NEVER_MATTERS} if it never does,
     * {@link Event#NEVER} if it always may. Where numbers are added, any number may be the ground of one that was seen.
     */
    long end(Rule rule) {
        Growth growth = rule.growth();
        if (growth == null) {
            return adding && values.isNumber(rule.post()) ? Event.NEVER : last(rule.post());
        }
        if (growth.kind() == Kind.INVOKE_ADD) {
            return Event.NEVER;
        }
        return last.keySet().stream()
                .filter(value -> growth.mayMake(value, values))
                .mapToLong(this::last)
                .max()
                .orElse(NEVER_MATTERS);
    }

    private long last(int value) {
        return last.getOrDefault(value, NEVER_MATTERS);
    }
}
