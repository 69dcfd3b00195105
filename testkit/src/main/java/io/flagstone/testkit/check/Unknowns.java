package io.flagstone.testkit.check;

import io.flagstone.testkit.check.KeyHistory.Moment;
import io.flagstone.testkit.check.KeyHistory.Step;
import java.util.List;

/** The groups of operations of unknown outcome, and how many of each have begun at the moment the search has reached. */
final class Unknowns {
    /** The writes whose value does not matter: never, or not any more. */
    static final int UNSEEN_WRITES = 0;

    private final List<Rule> groups;
    private final int[] begun;
    private final boolean[] ending;
    private int mostCost = Integer.MAX_VALUE;

    Unknowns(KeyHistory history) {
        this.groups = history.groups();
        this.begun = new int[groups.size()];
        this.ending = new boolean[groups.size()];
        for (Moment moment : history.moments()) {
            if (moment.ends() && !moment.step().isKnown()) {
                ending[moment.step().group()] = true;
            }
        }
    }

    void begin(Step step) {
        begun[step.group()]++;
    }

    /** From now on its effect comes too late. */
    void end(Step step) {
        begun[step.group()] = 0;
    }

    /** What those that have begun wrote does not matter any more. */
    void expire(int group) {
        begun[UNSEEN_WRITES] += begun[group];
        begun[group] = 0;
    }

    int count() {
        return begun.length;
    }

    Rule rule(int group) {
        return groups.get(group);
    }

    /** From now on none is available to a configuration that has already used this many. */
    void limit(int cost) {
        mostCost = cost;
    }

    boolean isAvailable(int group, Configuration in) {
        return in.cost() < mostCost && in.used(group) < begun[group];
    }

    /**
     * Whether the group need not be tried where any value would do, since a write whose value does not matter is at
     * hand: this one can do later whatever that could.
     */
    boolean isTooGoodForAnyValue(int group, Configuration in) {
        return group != UNSEEN_WRITES && !ending[group] && isAvailable(UNSEEN_WRITES, in);
    }
}
