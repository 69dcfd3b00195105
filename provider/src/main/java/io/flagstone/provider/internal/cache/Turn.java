package io.flagstone.provider.internal.cache;

import io.flagstone.provider.internal.clock.Deadline;

/**
 * A call that has its turn: its time, and the locks of the keys that it changes. Time stands still, for the call and for
 * those who wait for its locks, between {@link #leave} and {@link #comeBack}: while the application's own code runs, this
 * call's or, where an entry is held, another client's.
 */
final class Turn {

    private final Deadline deadline;
    private final Stripes.Held held;
    private boolean waiting;

    Turn(Deadline deadline, Stripes.Held held) {
        this.deadline = deadline;
        this.held = held;
    }

    /** The end of the call. */
    Deadline deadline() {
        return deadline;
    }

    /**
     * What takes place from now on does not count.
     *
     * @return what to hand to {@link #comeBack}
     */
    long leave() {
        held.leave();
        return System.nanoTime();
    }

    /**
     * Says whether another client's writer or processor holds an entry. As long as that lasts, the time of those who wait for
     * the locks stands still; what this call spends on it is left out by {@link #leaveOut}.
     */
    void waitFor(boolean holder) {
        if (holder && !waiting) {
            held.leave();
        } else if (!holder && waiting) {
            held.comeBack();
        }
        waiting = holder;
    }

    /** Whether another client holds an entry. */
    boolean waits() {
        return waiting;
    }

    /** Does not count what has passed since that moment of {@link System#nanoTime()}. */
    void leaveOut(long since) {
        deadline.leaveOut(System.nanoTime() - since);
    }

    /** Time goes on. */
    void comeBack(long left) {
        held.comeBack();
        deadline.leaveOut(System.nanoTime() - left);
    }
}
