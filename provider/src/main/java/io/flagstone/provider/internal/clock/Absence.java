package io.flagstone.provider.internal.clock;

import java.util.concurrent.TimeUnit;

/**
 * For how long those whom others wait for have run the application's code, and since when they do. Whoever waits does so on
 * the time of its own call, which stands still meanwhile: that code may take as long as it likes (decision 306).
 *
 * <p>Written by one thread at a time, the one that is waited for; read by any.
 */
public final class Absence {

    /** While the application's code runs, looking more often than this tells nothing new. */
    private static final long SHORTEST_WAIT_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private record Span(boolean now, long since, long before) {

        long total(long at) {
            return now ? before + at - since : before;
        }
    }

    /** What is waited for. */
    @FunctionalInterface
    public interface Wait {

        /**
         * Waits for so long at most.
         *
         * @return true when it is there
         */
        boolean forNanos(long most) throws InterruptedException;
    }

    /** Whoever is in the application's code may come back to it from there. */
    private int depth;

    private volatile Span span = new Span(false, 0, 0);

    /** The application's code begins at that moment of {@link System#nanoTime()}. */
    public void leave(long at) {
        if (depth++ == 0) {
            span = new Span(true, at, span.before());
        }
    }

    /** It has ended. */
    public void comeBack(long at) {
        if (--depth == 0) {
            span = new Span(false, 0, span.total(at));
        }
    }

    /**
     * Waits on the time of a call.
     *
     * @param end when to give up whoever runs what, as {@link System#nanoTime()} counts
     * @return false when the time of the call was over first, or that moment had come
     */
    public boolean await(Wait wait, Deadline deadline, long end) throws InterruptedException {
        long now = System.nanoTime();
        long leftOut = span.total(now);
        boolean there = false;
        while (!there && now - end < 0) {
            long left = deadline.remaining();
            boolean away = span.now();
            if (left <= 0 && !away) {
                return false;
            }
            long most = away ? Math.max(left, SHORTEST_WAIT_NANOS) : left;
            try {
                there = wait.forNanos(Math.min(most, end - now));
            } finally {
                now = System.nanoTime();
                long total = span.total(now);
                deadline.leaveOut(Math.max(0, total - leftOut));
                leftOut = Math.max(total, leftOut);
            }
        }
        return there;
    }
}
