package io.flagstone.testkit.check;

import io.flagstone.testkit.check.KeyHistory.Step;
import java.util.IdentityHashMap;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The acknowledged operations under way at the moment the search has reached, each with a bit, sorted by sort. */
final class Pending {
    private final @Nullable Step[] steps = new @Nullable Step[Long.SIZE];
    private final IdentityHashMap<Step, Long> bits = new IdentityHashMap<>();
    private long taken;
    private long observers;
    private long erasers;
    private long pickyErasers;
    private long writers;
    private long removals;
    private long changers;

    /** Gives the step a bit. */
    void begin(Step step) {
        long bit = Long.lowestOneBit(~taken);
        if (bit == 0) {
            throw new Budget.Exhausted("more than " + Long.SIZE + " operations under way at once");
        }
        steps[Long.numberOfTrailingZeros(bit)] = step;
        bits.put(step, bit);
        taken |= bit;
        sort(step.rule(), bit);
    }

    private void sort(Rule rule, long bit) {
        if (rule.isObserver()) {
            observers |= bit;
        } else if (rule.isEraser()) {
            erasers |= bit;
            pickyErasers |= rule.unless() == Values.NONE ? 0 : bit;
        } else if (rule.isWriter()) {
            writers |= bit;
        } else if (rule.post() == Values.ABSENT) {
            removals |= bit;
        } else {
            changers |= bit;
        }
    }

    /** Takes the step's bit back. */
    void end(Step step) {
        long others = ~Objects.requireNonNull(bits.remove(step));
        taken &= others;
        observers &= others;
        erasers &= others;
        pickyErasers &= others;
        writers &= others;
        removals &= others;
        changers &= others;
    }

    long bit(Step step) {
        return Objects.requireNonNull(bits.get(step));
    }

    /** The step of the lowest of these bits. */
    Step lowest(long some) {
        return Objects.requireNonNull(steps[Long.numberOfTrailingZeros(some)]);
    }

    /** Those that erase, whatever was there. */
    long erasers() {
        return erasers;
    }

    /** Those that write a value, whatever was there. */
    long writers() {
        return writers;
    }

    /** Those that make another value of one they demand. */
    long changers() {
        return changers;
    }

    /** Those that may be met by a state without changing it. */
    long restful() {
        return observers | pickyErasers;
    }

    /** Those that demand a value. */
    long demanding() {
        return observers | removals | changers;
    }

    /** Those whose effect is of no use to any other, so that having them done is only good. */
    long plainDuties() {
        return observers | erasers | removals;
    }
}
