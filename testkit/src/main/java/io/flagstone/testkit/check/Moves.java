package io.flagstone.testkit.check;

import io.flagstone.testkit.check.KeyHistory.Step;
import java.util.function.Consumer;

/** The ways from one configuration to the next. */
final class Moves {
    private final Values values;
    private final Pending pending;
    private final Unknowns unknowns;
    private final Budget budget;

    Moves(Values values, Pending pending, Unknowns unknowns, Budget budget) {
        this.values = values;
        this.pending = pending;
        this.unknowns = unknowns;
        this.budget = budget;
    }

    /**
     * Lets everything happen that this state allows and that costs nothing: observations it meets, and, where the key is
     * absent, erasures.
     */
    Configuration settle(Configuration in) {
        if (in.state() == Values.ABSENT) {
            return in.with(Values.ABSENT, in.done() | pending.erasers(), in.hides());
        }
        long done = in.done();
        for (long rest = pending.restful() & ~done; rest != 0; rest &= rest - 1) {
            if (pending.lowest(rest).rule().isAtRestIn(in.state())) {
                done |= Long.lowestOneBit(rest);
            }
        }
        return done == in.done() ? in : in.with(in.state(), done, in.hides());
    }

    /** All ways to let the acknowledged operation take effect now, others coming first where it needs them. */
    void apply(Step step, Configuration in, Consumer<Configuration> to) {
        long bit = pending.bit(step);
        Rule rule = step.rule();
        if (rule.isWriter()) {
            to.accept(overwrite(in, rule.post(), bit));
        } else if (rule.isEraser()) {
            to.accept(settle(in.with(Values.ABSENT, in.done() | bit, in.hides())));
            if (rule.unless() != Values.NONE) {
                escape(in, after -> keepIfDone(after, bit, to));
            }
        } else {
            reach(rule.need(), in, met -> to.accept(change(met, rule.post(), bit)));
        }
    }

    /** All ways to let one operation of this group take effect now. */
    void applyUnknown(int group, Configuration in, Consumer<Configuration> to) {
        Configuration using = in.using(group);
        Rule rule = unknowns.rule(group);
        Growth growth = rule.growth();
        if (growth != null) {
            to.accept(overwrite(using, growth.after(Values.ABSENT, values), 0));
            grow(growth, using, to);
        } else if (rule.isWriter()) {
            to.accept(overwrite(using, rule.post(), 0));
        } else {
            reach(rule.need(), using, met -> to.accept(change(met, rule.post(), 0)));
        }
    }

    /**
     * All ways to a state that meets the need. Where the state meets it as it is, a write that comes in between may still
     * be of use: others can hide beneath it.
     */
    private void reach(int need, Configuration in, Consumer<Configuration> to) {
        budget.spend(1);
        if (Rule.isMet(need, in.state())) {
            to.accept(in);
            if (!hasUnhidden(in)) {
                return;
            }
        }
        for (long rest = pending.writers() & ~in.done(); rest != 0; rest &= rest - 1) {
            int post = pending.lowest(rest).rule().post();
            if (Rule.isMet(need, post)) {
                to.accept(overwrite(in, post, Long.lowestOneBit(rest)));
            }
        }
        for (int group = 0; group < unknowns.count(); group++) {
            if (unknowns.isAvailable(group, in)) {
                reachBy(group, need, in, to);
            }
        }
    }

    private boolean hasUnhidden(Configuration in) {
        return ((pending.erasers() | (pending.writers() & ~in.hides())) & ~in.done()) != 0;
    }

    private void reachBy(int group, int need, Configuration in, Consumer<Configuration> to) {
        Rule rule = unknowns.rule(group);
        Growth growth = rule.growth();
        if (need == Rule.PRESENT && unknowns.isTooGoodForAnyValue(group, in)) {
            return;
        }
        if (growth != null) {
            reachByGrowth(growth, need, in.using(group), to);
        } else if (rule.isWriter()) {
            if (Rule.isMet(need, rule.post())) {
                to.accept(overwrite(in.using(group), rule.post(), 0));
            }
        } else if (need == rule.post()) {
            reach(rule.need(), in.using(group), met -> to.accept(change(met, need, 0)));
        }
    }

    private void reachByGrowth(Growth growth, int need, Configuration using, Consumer<Configuration> to) {
        int first = growth.after(Values.ABSENT, values);
        if (Rule.isMet(need, first)) {
            to.accept(overwrite(using, first, 0));
        }
        if (need != Rule.PRESENT) {
            int ground = growth.before(need, values);
            if (ground != Values.NONE) {
                reach(ground, using, met -> to.accept(change(met, need, 0)));
            }
        }
    }

    /** All ways to let one write of any sort take effect now. */
    void writeAny(Configuration in, Consumer<Configuration> to) {
        for (long rest = pending.writers() & ~in.done(); rest != 0; rest &= rest - 1) {
            to.accept(overwrite(in, pending.lowest(rest).rule().post(), Long.lowestOneBit(rest)));
        }
        for (int group = 0; group < unknowns.count(); group++) {
            if (unknowns.isAvailable(group, in)) {
                applyUnknown(group, in, to);
            }
        }
    }

    /** An operation that did not find the value that is there: the value may have been changed rather than lost. */
    private void escape(Configuration in, Consumer<Configuration> to) {
        for (int group = 0; group < unknowns.count(); group++) {
            Rule rule = unknowns.rule(group);
            if (!unknowns.isAvailable(group, in)) {
                continue;
            }
            Growth growth = rule.growth();
            if (growth != null) {
                grow(growth, in.using(group), to);
            } else if (!rule.isWriter() && Rule.isMet(rule.need(), in.state())) {
                to.accept(change(in.using(group), rule.post(), 0));
            }
        }
    }

    private static void keepIfDone(Configuration after, long bit, Consumer<Configuration> to) {
        if (after.isDone(bit)) {
            to.accept(after);
        }
    }

    private void grow(Growth growth, Configuration using, Consumer<Configuration> to) {
        int grown = growth.after(using.state(), values);
        if (grown != Values.NONE) {
            to.accept(change(using, grown, 0));
        }
    }

    /** A write that does not care what was there: whatever is pending and cares for nothing may hide beneath it. */
    private Configuration overwrite(Configuration in, int post, long bit) {
        return settle(in.with(post, in.done() | bit | pending.erasers(), in.hides() | pending.writers()));
    }

    private Configuration change(Configuration in, int post, long bit) {
        return settle(in.with(post == Rule.SAME ? in.state() : post, in.done() | bit, in.hides()));
    }
}
