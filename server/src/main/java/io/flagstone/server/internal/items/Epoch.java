package io.flagstone.server.internal.items;

/**
 * Tells items stored before the last {@code flush_all} from those stored after it: every item bears the epoch it was
 * stored in, a flush begins a new one. Unlike a time or a CAS number this is exact within one second, and clients that
 * choose CAS numbers cannot fool it.
 *
 * <p>Epochs are 16 bits and come round after 65,536 flushes; the sweep that {@link #flush} asks for must have removed
 * the items of an epoch before that.
 */
public final class Epoch {
    private static final int NEVER = 0;
    /** Flushes after which a sweep must have ended; half the numbers there are. */
    private static final int SWEEP_AFTER = 1 << 15;

    private volatile short current;
    private volatile int scheduled = NEVER;
    private int sinceSweep;

    /** The epoch items stored now belong to. */
    public short current() {
        return current;
    }

    /**
     * Begins a new epoch at {@code second}, or now when that has come.
     *
     * @return whether old epochs must be swept out before the next flush
     */
    public synchronized boolean flush(int second, int now) {
        if (second > now) {
            scheduled = second;
            return false;
        }
        scheduled = NEVER;
        current++;
        return ++sinceSweep >= SWEEP_AFTER;
    }

    /** The second of the flush that is to come, 0 for none. */
    public int due() {
        return scheduled;
    }

    /** Whether a flush is due now. */
    public boolean isDue(int now) {
        int at = scheduled;
        return at != NEVER && at <= now;
    }

    /** No item of an older epoch is left. */
    public synchronized void swept() {
        sinceSweep = 0;
    }
}
