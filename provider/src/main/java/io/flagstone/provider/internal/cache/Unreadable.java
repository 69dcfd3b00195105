package io.flagstone.provider.internal.cache;

import io.flagstone.provider.failure.NotDecodable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Counts entries that this JVM could not decode, and says so at most once a minute. */
final class Unreadable {

    private static final System.Logger LOG = System.getLogger(Unreadable.class.getName());
    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);
    private static final AtomicLong COUNT = new AtomicLong();
    private static final AtomicLong LAST = new AtomicLong(System.nanoTime() - QUIET_NANOS);

    private Unreadable() {}

    static void report(NotDecodable why) {
        long count = COUNT.incrementAndGet();
        long last = LAST.get();
        long now = System.nanoTime();
        if (now - last >= QUIET_NANOS && LAST.compareAndSet(last, now)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "an entry could not be decoded and counts as absent ({0} so far): {1}",
                    count,
                    why.getMessage());
        }
    }
}
