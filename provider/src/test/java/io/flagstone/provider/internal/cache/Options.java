package io.flagstone.provider.internal.cache;

import io.flagstone.provider.config.CacheOptions;
import io.flagstone.provider.config.FailurePolicy;
import java.time.Duration;

/** Options that differ from the standard in one point. */
final class Options {

    private Options() {}

    static CacheOptions withLease(Duration lease) {
        return changed(FailurePolicy.FAIL, lease, false);
    }

    static CacheOptions lockedInvoke() {
        return changed(FailurePolicy.FAIL, CacheOptions.DEFAULTS.lease(), true);
    }

    private static CacheOptions changed(FailurePolicy failure, Duration lease, boolean lockedInvoke) {
        CacheOptions d = CacheOptions.DEFAULTS;
        return new CacheOptions(
                failure,
                d.mode(),
                d.codec(),
                d.compression(),
                d.compressAbove(),
                d.inflatedLimit(),
                d.ttl(),
                lease,
                d.prefix(),
                d.staleWhileRevalidate(),
                lockedInvoke,
                d.sealing(),
                d.copies(),
                d.gutterTtl());
    }
}
