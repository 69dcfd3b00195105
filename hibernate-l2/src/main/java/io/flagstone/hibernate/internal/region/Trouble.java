package io.flagstone.hibernate.internal.region;

import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.failure.NotEncodable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.hibernate.cache.CacheException;

/** Says what goes wrong without failing anybody: each kind once a minute for each region. */
final class Trouble {

    private static final System.Logger LOG = System.getLogger(Trouble.class.getName());
    private static final long PAUSE = TimeUnit.MINUTES.toNanos(1);

    private final String region;
    private final AtomicLong reading = new AtomicLong(System.nanoTime() - PAUSE);
    private final AtomicLong decoding = new AtomicLong(System.nanoTime() - PAUSE);
    private final AtomicLong encoding = new AtomicLong(System.nanoTime() - PAUSE);

    Trouble(String region) {
        this.region = region;
    }

    void reading(FlagstoneException e) {
        say(reading, e instanceof NotEncodable ? "keys cannot be written" : "cannot be read", e);
    }

    void decoding(FlagstoneException e) {
        say(decoding, "holds what another version has stored, or what cannot be read here", e);
    }

    void encoding(FlagstoneException e) {
        say(encoding, "does not take what was loaded", e);
    }

    /** What a strict region answers to a change that the cache could not be told of. */
    CacheException refused(FlagstoneException e) {
        return new CacheException(
                "the change is refused, because the cache could not be told of it (hibernate.flagstone.failure=strict"
                        + " for region " + region + "): " + e.getMessage(),
                e);
    }

    private void say(AtomicLong last, String what, FlagstoneException e) {
        long now = System.nanoTime();
        long before = last.get();
        if (now - before >= PAUSE && last.compareAndSet(before, now)) {
            LOG.log(System.Logger.Level.WARNING, "cache region {0} {1}: {2}", region, what, e.getMessage());
        }
    }
}
