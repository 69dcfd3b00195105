package io.flagstone.provider.internal.stats;

import io.flagstone.provider.failure.NotDecodable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Counts entries that this JVM could not read, and says so at most once a minute. */
public final class Unreadable {

    private static final System.Logger LOG = System.getLogger(Unreadable.class.getName());
    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final AtomicLong COUNT = new AtomicLong();
    private static final AtomicLong LAST = new AtomicLong(System.nanoTime() - QUIET_NANOS);

    private Unreadable() {}

    /** An entry could not be decoded. */
    public static void report(NotDecodable why) {
        report(String.valueOf(why.getMessage()));
    }

    /** An entry could not be read, for this reason. */
    public static void report(String why) {
        long count = COUNT.incrementAndGet();
        long last = LAST.get();
        long now = System.nanoTime();
        if (now - last >= QUIET_NANOS && LAST.compareAndSet(last, now)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "an entry could not be read and counts as absent ({0} so far): {1}",
                    count,
                    why);
        }
    }

    /** How many there have been. */
    public static long count() {
        return COUNT.get();
    }
}
