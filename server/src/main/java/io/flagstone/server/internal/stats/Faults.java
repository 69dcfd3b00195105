package io.flagstone.server.internal.stats;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * What went wrong on our side, counted by place and logged at most once a minute per place. Neither keys nor values are
 * ever part of it, only the kind of exception and where it was thrown.
 */
public final class Faults {
    private static final Logger LOG = System.getLogger("io.flagstone.server");
    private static final long QUIET_NANOS = 60_000_000_000L;

    private final LongSupplier nanos;
    private final Map<String, Place> places = new ConcurrentHashMap<>();

    /** Faults, with the clock that paces the log. */
    public Faults(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /** Counts a fault at a place; logs it when none was logged there for a minute. */
    public void count(String place, Throwable fault) {
        Place counted = places.computeIfAbsent(place, name -> new Place());
        long total = counted.count.incrementAndGet();
        long now = nanos.getAsLong();
        long last = counted.loggedAt.get();
        if ((last == Long.MIN_VALUE || now - last >= QUIET_NANOS) && counted.loggedAt.compareAndSet(last, now)) {
            StackTraceElement[] trace = fault.getStackTrace();
            String where = trace.length == 0 ? "an unknown place" : trace[0].toString();
            LOG.log(
                    Level.WARNING,
                    "{0}: {1} at {2} ({3} so far)",
                    place,
                    fault.getClass().getName(),
                    where,
                    total);
        }
    }

    /** Faults so far, by place. */
    public Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>();
        places.forEach((name, place) -> counts.put(name, place.count.get()));
        return counts;
    }

    private static final class Place {
        private final AtomicLong count = new AtomicLong();
        private final AtomicLong loggedAt = new AtomicLong(Long.MIN_VALUE);
    }
}
