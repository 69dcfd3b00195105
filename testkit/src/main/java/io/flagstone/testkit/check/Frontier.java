package io.flagstone.testkit.check;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/** A set of configurations none of which covers another. */
final class Frontier implements Iterable<Configuration> {
    /** Comparing is cheaper than making a configuration, by about this factor; a guess. */
    private static final int COMPARED_PER_UNIT = 16;

    private final Pending pending;
    private final Budget budget;
    private final List<Configuration> members = new ArrayList<>();

    Frontier(Pending pending, Budget budget) {
        this.pending = pending;
        this.budget = budget;
    }

    /** Adds it, and drops those it covers. False if it is covered itself. */
    boolean add(Configuration candidate) {
        budget.spend(1 + members.size() / COMPARED_PER_UNIT);
        for (Configuration member : members) {
            if (member.covers(candidate, pending)) {
                return false;
            }
        }
        members.removeIf(member -> candidate.covers(member, pending));
        members.add(candidate);
        return true;
    }

    /** The least number of operations of unknown outcome that a member uses. */
    int leastCost() {
        return members.stream().mapToInt(Configuration::cost).min().orElse(0);
    }

    /** The members that use at most so many. */
    Frontier upTo(int cost) {
        Frontier some = new Frontier(pending, budget);
        members.stream().filter(member -> member.cost() <= cost).forEach(some.members::add);
        return some;
    }

    boolean isEmpty() {
        return members.isEmpty();
    }

    @Override
    public Iterator<Configuration> iterator() {
        return members.iterator();
    }
}
