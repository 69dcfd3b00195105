package io.flagstone.testkit.check;

import java.util.Arrays;

/** One situation the cache may be in: the value, and which of the operations under way have taken effect. Immutable. */
final class Configuration {
    private final int state;
    private final long done;
    private final long hides;
    private final int[] used;
    private final int cost;

    private Configuration(int state, long done, long hides, int[] used, int cost) {
        this.state = state;
        this.done = done;
        this.hides = hides;
        this.used = used;
        this.cost = cost;
    }

    static Configuration initial(int groups) {
        return new Configuration(Values.ABSENT, 0, 0, new int[groups], 0);
    }

    /** The value. */
    int state() {
        return state;
    }

    /** The bits of the pending operations that have taken effect. */
    long done() {
        return done;
    }

    /**
     * The bits of the pending writes that may have taken effect unseen, under a later write; they may still take effect
     * now instead.
     */
    long hides() {
        return hides;
    }

    /** How many operations of this group of unknowns have taken effect. */
    int used(int group) {
        return used[group];
    }

    /** How many operations of unknown outcome have taken effect in all. */
    int cost() {
        return cost;
    }

    Configuration with(int newState, long newDone, long newHides) {
        return new Configuration(newState, newDone, newHides & ~newDone, used, cost);
    }

    /** The same after one more operation of this group. */
    Configuration using(int group) {
        int[] more = used.clone();
        more[group]++;
        return new Configuration(state, done, hides, more, cost + 1);
    }

    /** The same when the only operation of this group is over and it does not matter any more whether it was used. */
    Configuration forgetting(int group) {
        if (used[group] == 0) {
            return this;
        }
        int[] fewer = used.clone();
        fewer[group] = 0;
        return new Configuration(state, done, hides, fewer, cost);
    }

    /** The same when it does not matter any more what this group writes. */
    Configuration expiring(int group, int value) {
        int[] merged = used;
        if (used[group] > 0) {
            merged = used.clone();
            merged[Unknowns.UNSEEN_WRITES] += merged[group];
            merged[group] = 0;
        }
        return new Configuration(state == value ? Values.UNSEEN : state, done, hides, merged, cost);
    }

    boolean isDone(long bit) {
        return (done & bit) != 0;
    }

    /** The same when the operation of this bit is over and the bit is free again. */
    Configuration without(long bit) {
        return new Configuration(state, done & ~bit, hides & ~bit, used, cost);
    }

    /**
     * Whether everything that can follow {@code other} can follow this too.
     *
     * <p>A write that hides has no duty left and is still at hand: that is worth most. Of observations, erasures and
     * removals only the duty counts. Of other changes none is worth more than the other.
     */
    boolean covers(Configuration other, Pending pending) {
        if (state != other.state || ((done ^ other.done) & pending.changers()) != 0) {
            return false;
        }
        long dutiesMore = other.done & ~done & pending.plainDuties();
        long spentMore = done & ~other.done & pending.writers();
        long boundMore = (other.done | other.hides) & ~(done | hides) & pending.writers();
        return (dutiesMore | spentMore | boundMore) == 0 && usesNoMore(other);
    }

    private boolean usesNoMore(Configuration other) {
        if (Arrays.equals(used, other.used)) {
            return true;
        }
        for (int i = 0; i < used.length; i++) {
            if (used[i] > other.used[i]) {
                return false;
            }
        }
        return true;
    }
}
