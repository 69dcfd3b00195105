package io.flagstone.provider.internal.cache;

import io.flagstone.provider.internal.entry.Expiry;
import java.util.function.Supplier;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.expiry.EternalExpiryPolicy;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.expiry.ModifiedExpiryPolicy;
import javax.cache.expiry.TouchedExpiryPolicy;
import org.jspecify.annotations.Nullable;

/**
 * Asks a cache's expiry policy, and puts up with what it answers: a policy that throws leaves new entries eternal and
 * others as they are.
 */
final class ExpiryRules {

    private final ExpiryPolicy policy;
    private final boolean readsMatter;
    private final boolean blind;

    ExpiryRules(ExpiryPolicy policy) {
        this.policy = policy;
        Class<?> type = policy.getClass();
        this.readsMatter = type != EternalExpiryPolicy.class
                && type != CreatedExpiryPolicy.class
                && type != ModifiedExpiryPolicy.class;
        this.blind = type == EternalExpiryPolicy.class
                || type == ModifiedExpiryPolicy.class
                || type == TouchedExpiryPolicy.class;
    }

    ExpiryPolicy policy() {
        return policy;
    }

    /** Whether reading an entry may move its end. */
    boolean readsMatter() {
        return readsMatter;
    }

    /** Whether a write gets the same end whether or not an entry is there. */
    boolean sameForAllWrites() {
        return blind;
    }

    /** Whether every entry ends some time after it was written, however often it is read. */
    boolean endsAll() {
        return !readsMatter && creation(0) != Expiry.NEVER && update(0, 0) != Expiry.NEVER;
    }

    /** The end of an entry created now, or {@link Expiry#AT_ONCE}. */
    long creation(long now) {
        return end(policy::getExpiryForCreation, now, Expiry.NEVER);
    }

    /** The end of an entry updated now, or {@link Expiry#AT_ONCE}. */
    long update(long now, long present) {
        return end(policy::getExpiryForUpdate, now, present);
    }

    /** The end of an entry read now, or {@link Expiry#AT_ONCE}. */
    long access(long now, long present) {
        return readsMatter ? end(policy::getExpiryForAccess, now, present) : present;
    }

    private static long end(Supplier<@Nullable Duration> question, long now, long unchanged) {
        Duration duration;
        try {
            duration = question.get();
        } catch (RuntimeException e) {
            return unchanged;
        }
        if (duration == null) {
            return unchanged;
        }
        if (duration.isZero()) {
            return Expiry.AT_ONCE;
        }
        return duration.isEternal() ? Expiry.NEVER : Expiry.after(now, millis(duration));
    }

    private static long millis(Duration duration) {
        // smaller units than a millisecond are not JCache's
        return duration.getTimeUnit().toMillis(duration.getDurationAmount());
    }
}
