package io.flagstone.testkit.check;

import io.flagstone.testkit.check.KeyHistory.Moment;
import io.flagstone.testkit.check.KeyHistory.Step;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One walk through the beginnings and ends of a key's operations, with the set of situations the cache may be in.
 *
 * <p>A frugal pass leaves the operations of unknown outcome alone wherever it goes on without them. It may miss an
 * explanation, but what it explains is explained.
 */
final class Pass {
    /** A frugal pass gives up where it takes more operations of unknown outcome to explain one that is known; a guess. */
    private static final int MOST_AT_ONCE = 63;

    private final KeyHistory history;
    private final Budget budget;
    private final Pending pending = new Pending();
    private final Unknowns unknowns;
    private final Moves moves;
    private final @Nullable IdentityHashMap<Step, Integer> spare;
    private int spareNow;
    private Frontier frontier;

    /**
     * @param spare during which acknowledged operations how many operations of unknown outcome may be used without
     *     need; null if any number may always be
     */
    Pass(KeyHistory history, @Nullable IdentityHashMap<Step, Integer> spare, Budget budget) {
        this.history = history;
        this.spare = spare;
        this.budget = budget;
        this.unknowns = new Unknowns(history);
        this.moves = new Moves(history.values(), pending, unknowns, budget);
        this.frontier = new Frontier(pending, budget);
        frontier.add(Configuration.initial(unknowns.count()));
    }

    /**
     * The first operation, in the order of their ends, that cannot be explained; null if all can.
     *
     * @throws Budget.Exhausted if the bound is reached first
     */
    @Nullable
    Step unexplained() {
        long time = Long.MIN_VALUE;
        for (Moment moment : history.moments()) {
            if (moment.time() > time) {
                history.expiringAt(time).forEach(this::expire);
                time = moment.time();
            }
            pass(moment.step(), moment.ends());
            if (frontier.isEmpty()) {
                return moment.step();
            }
        }
        return null;
    }

    private void pass(Step step, boolean ends) {
        if (!ends) {
            begin(step);
        } else if (step.isKnown()) {
            end(step);
        } else {
            endUnknown(step);
        }
    }

    private int spare(Step step) {
        return spare == null ? 0 : spare.getOrDefault(step, 0);
    }

    private void begin(Step step) {
        if (!step.isKnown()) {
            unknowns.begin(step);
            return;
        }
        spareNow += spare(step);
        pending.begin(step);
        Frontier next = new Frontier(pending, budget);
        frontier.forEach(configuration -> next.add(moves.settle(configuration)));
        frontier = next;
    }

    private void end(Step step) {
        Frontier next = new Frontier(pending, budget);
        if (spare == null) {
            letEnd(step, next);
        } else {
            letEndFrugally(step, next);
            next = next.upTo(next.leastCost() + spareNow);
        }
        pending.end(step);
        spareNow -= spare(step);
        frontier = next;
    }

    private void letEndFrugally(Step step, Frontier next) {
        int least = frontier.leastCost();
        for (int more = spareNow; next.isEmpty() && more <= MOST_AT_ONCE; more = 2 * more + 1) {
            unknowns.limit(least + more);
            letEnd(step, next);
        }
        unknowns.limit(Integer.MAX_VALUE);
    }

    private void letEnd(Step step, Frontier next) {
        long bit = pending.bit(step);
        Deque<Configuration> open = new ArrayDeque<>();
        for (Configuration configuration : frontier) {
            if (configuration.isDone(bit)) {
                next.add(configuration.without(bit));
            } else {
                open.push(configuration);
            }
        }
        Frontier tried = new Frontier(pending, budget);
        while (!open.isEmpty()) {
            Configuration configuration = open.pop();
            if (!tried.add(configuration)) {
                continue;
            }
            if ((configuration.hides() & bit) != 0) {
                next.add(configuration.without(bit));
            }
            moves.apply(step, configuration, after -> next.add(after.without(bit)));
            goOn(configuration, bit, after -> {
                if (after.isDone(bit)) {
                    next.add(after.without(bit));
                } else {
                    open.push(after);
                }
            });
        }
    }

    /** The last chance of an operation of unknown outcome: it takes effect by now, or never. */
    private void endUnknown(Step step) {
        int group = step.group();
        Frontier next = new Frontier(pending, budget);
        Frontier tried = new Frontier(pending, budget);
        Deque<Configuration> open = new ArrayDeque<>();
        for (Configuration configuration : frontier) {
            next.add(configuration.forgetting(group));
            if (spare == null || spareNow > 0) {
                open.push(configuration);
            }
        }
        while (!open.isEmpty()) {
            Configuration configuration = open.pop();
            if (!unknowns.isAvailable(group, configuration)) {
                next.add(configuration.forgetting(group));
            } else if (tried.add(configuration)) {
                moves.applyUnknown(group, configuration, after -> next.add(after.forgetting(group)));
                goOn(configuration, 0, open::push);
                if (step.rule().growth() != null) {
                    // What it leaves depends on what it finds, so anything may have to come first.
                    moves.writeAny(configuration, open::push);
                }
            }
        }
        unknowns.end(step);
        frontier = next;
    }

    private void expire(int group) {
        int value = unknowns.rule(group).post();
        Frontier next = new Frontier(pending, budget);
        frontier.forEach(configuration -> next.add(configuration.expiring(group, value)));
        unknowns.expire(group);
        frontier = next;
    }

    private void goOn(Configuration from, long except, Consumer<Configuration> to) {
        for (long rest = pending.demanding() & ~from.done() & ~except; rest != 0; rest &= rest - 1) {
            moves.apply(pending.lowest(rest), from, to);
        }
    }
}
