package io.flagstone.testkit.check;

import org.jspecify.annotations.Nullable;

/**
 * What an operation demands of the register and what it leaves there.
 *
 * @param need the value that must be there, or {@link #ANY}, or {@link #PRESENT}
 * @param post the value left, or {@link #SAME}
 * @param unless a value other than which the operation changes nothing, or {@link Values#NONE}
 * @param growth computes the value left, if {@code post} is {@link #GROWN}
 */
record Rule(int need, int post, int unless, @Nullable Growth growth) {
    /** No demand. An operation that demands absence is one of these: the entry can always have been lost before. */
    static final int ANY = -1;

    /** Some value. */
    static final int PRESENT = -2;

    /** What was there. */
    static final int SAME = -3;

    /** What {@link #growth} says. */
    static final int GROWN = -4;

    /** Sees a value, changes nothing. */
    static Rule observe(int need) {
        return new Rule(need, SAME, Values.NONE, null);
    }

    /** Makes one value of another. */
    static Rule change(int need, int post) {
        return new Rule(need, post, Values.NONE, null);
    }

    /** Leaves this value whatever was there. */
    static Rule write(int post) {
        return change(ANY, post);
    }

    /** Found or made the key absent. */
    static Rule erase() {
        return write(Values.ABSENT);
    }

    /** Found something else than {@code unless}; if that was there, it must have been lost. */
    static Rule eraseOnly(int unless) {
        return new Rule(ANY, Values.ABSENT, unless, null);
    }

    /** Makes a value of the one before. */
    static Rule grow(Growth growth) {
        return new Rule(ANY, GROWN, Values.NONE, growth);
    }

    /** The same, leaving a value that nobody tells from others. */
    Rule unseen() {
        return change(need, Values.UNSEEN);
    }

    /** Whether it leaves a value whatever was there. */
    boolean makesAnything() {
        return isWriter() || growth != null;
    }

    boolean isObserver() {
        return post == SAME;
    }

    boolean isEraser() {
        return need == ANY && post == Values.ABSENT;
    }

    boolean isWriter() {
        return need == ANY && post > Values.ABSENT;
    }

    /** Whether, in this state, the operation could be done and would change nothing. */
    boolean isAtRestIn(int state) {
        if (isObserver()) {
            return isMet(need, state);
        }
        return isEraser() && (state == Values.ABSENT || (unless != Values.NONE && state != unless));
    }

    static boolean isMet(int need, int state) {
        return need == ANY || need == state || (need == PRESENT && state != Values.ABSENT);
    }
}
