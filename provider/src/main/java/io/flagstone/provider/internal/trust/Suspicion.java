package io.flagstone.provider.internal.trust;

import io.flagstone.provider.config.LinkOptions;
import org.jspecify.annotations.Nullable;

/**
 * Counts the calls to one node that time out, and says when it should be left alone: so many in a row, or so large a share of
 * the calls of one second. What this JVM itself is to blame for does not count, unless the node has been silent for so long
 * that it hardly matters whose fault that is.
 */
public final class Suspicion {

    private static final long WINDOW_NANOS = 1_000_000_000;

    /** Calls of a second below which a share says nothing. */
    private static final int FEWEST_CALLS = 20;

    private static final int PERCENT = 100;

    private final Object node;
    private final LinkOptions options;
    private final SelfDoubt doubt;

    /** When the first call timed out since the node was heard last; zero while none has. */
    private volatile long silentSince;

    private int inRow;
    private long windowStart;
    private long answeredBefore;
    private int timeouts;

    /**
     * @param node what the node is told from others by
     */
    public Suspicion(Object node, LinkOptions options, SelfDoubt doubt) {
        this.node = node;
        this.options = options;
        this.doubt = doubt;
    }

    /** The node has answered something. Called for every batch of replies. */
    public void heard() {
        if (silentSince != 0) {
            ended();
        }
    }

    private synchronized void ended() {
        silentSince = 0;
        inRow = 0;
    }

    /** What was counted is about a connection that is over, or was judged. */
    public synchronized void reset() {
        ended();
        timeouts = 0;
    }

    /**
     * A call has timed out.
     *
     * @param answered how many calls the connection has answered so far
     * @return why the node should be left alone, or null
     */
    public synchronized @Nullable String timedOut(long now, long answered) {
        if (silentSince == 0) {
            silentSince = now == 0 ? 1 : now;
        }
        boolean tooLong = now - silentSince >= options.silentAfter().toNanos();
        if (!tooLong && doubt.excuses(now, options.timeout().toNanos())) {
            return excused();
        }
        count(now, answered);
        String why = verdict(answered);
        return why != null && !tooLong && doubt.isTogetherWithMost(node, now) ? excused() : why;
    }

    private @Nullable String excused() {
        inRow = 0;
        timeouts = 0;
        return null;
    }

    private void count(long now, long answered) {
        inRow++;
        if (timeouts == 0 || now - windowStart > WINDOW_NANOS) {
            timeouts = 0;
            windowStart = now;
            answeredBefore = answered;
        }
        timeouts++;
    }

    private @Nullable String verdict(long answered) {
        if (inRow >= options.suspectAfter()) {
            return inRow + " calls in a row timed out";
        }
        long calls = timeouts + answered - answeredBefore;
        boolean most = options.detection().share() > 0
                && calls >= FEWEST_CALLS
                && (long) timeouts * PERCENT >= calls * options.detection().share();
        return most ? timeouts + " of " + calls + " calls within a second timed out" : null;
    }
}
