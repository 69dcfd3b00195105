package io.flagstone.server.internal.observe;

import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;
import org.jspecify.annotations.Nullable;

/**
 * How long one event loop takes over batches of requests: from the moment that bytes of a connection have been read to
 * the moment that what was answered has been handed to the system. What a request waits in the system, or behind other
 * connections of the loop, is not in it.
 *
 * <p>One batch in about 64 is timed. The others cost a look at a field and a step of a counter, and while nothing is
 * timed at all, the look alone. The event loop alone calls {@link #begun} and {@link #ended}.
 */
public final class BatchTimes {
    /** Batches for one that is timed. */
    static final int EVERY = 64;
    /** Shorter times are told as this one, nanoseconds. */
    private static final long LEAST = 1_000;

    private static final long MOST = 60_000_000_000L;
    /** Two digits hold a percentile within one per cent. */
    private static final int DIGITS = 2;

    private final @Nullable SingleWriterRecorder recorder;
    private final Pace pace = new Pace(EVERY, 0x2545f491);
    private @Nullable Histogram last;
    private int left = 1;

    BatchTimes(boolean on) {
        recorder = on ? new SingleWriterRecorder(LEAST, MOST, DIGITS) : null;
    }

    /** A batch begins, or goes on that is not timed yet: the time to give to {@link #ended}, 0 when it is not timed. */
    public long begun() {
        if (recorder == null || left > 0) {
            return 0;
        }
        left = pace.next();
        return System.nanoTime() | 1;
    }

    /** The batch is out. */
    public void ended(long begun) {
        SingleWriterRecorder to = recorder;
        if (to == null) {
            return;
        }
        if (begun != 0) {
            to.recordValue(Math.max(LEAST, Math.min(MOST, System.nanoTime() - begun)));
        } else if (left > 0) {
            left--;
        }
    }

    /** Adds what was timed since the last call; one thread at a time. */
    void drainTo(Histogram sum) {
        SingleWriterRecorder from = recorder;
        if (from != null) {
            last = from.getIntervalHistogram(last);
            sum.add(last);
        }
    }

    /** Nothing, for as many as all recorders can hold. */
    static Histogram empty() {
        return new Histogram(LEAST, MOST, DIGITS);
    }
}
