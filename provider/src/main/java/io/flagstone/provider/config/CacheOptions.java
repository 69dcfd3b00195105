package io.flagstone.provider.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a cache has beyond JCache's own configuration. Read from {@code flagstone.cache.<pattern>.<option>}.
 *
 * @param failure what calls do while the owner of their key is away
 * @param mode what items look like
 * @param codec name of the value codec, or null for the built-in ones with Java serialization as the last resort
 * @param compression how large payloads are compressed
 * @param compressAbove payloads of at least so many bytes are compressed
 * @param inflatedLimit the largest payload that a compressed value may claim, in bytes
 * @param ttl lifetime of entries in caches created without an expiry policy of their own, or null for eternal
 * @param lease how long a writer or loader may hold an entry before others take over
 * @param prefix put before the keys of {@link CacheMode#PLAIN} caches
 * @param lockedInvoke whether entry processors run once, under a hold, instead of optimistically
 * @param copies on how many nodes an entry is: 1, or more to read it while its owner is away
 */
public record CacheOptions(
        FailurePolicy failure,
        CacheMode mode,
        @Nullable String codec,
        Compression compression,
        int compressAbove,
        int inflatedLimit,
        @Nullable Duration ttl,
        Duration lease,
        String prefix,
        boolean lockedInvoke,
        int copies) {

    /** What a cache has when nothing is configured. */
    public static final CacheOptions DEFAULTS = new CacheOptions(
            FailurePolicy.MISS,
            CacheMode.ENVELOPE,
            null,
            Compression.NONE,
            4 * 1024,
            64 * 1024 * 1024,
            null,
            Duration.ofSeconds(10),
            "",
            false,
            1);

    public CacheOptions withCodec(@Nullable String value) {
        return new CacheOptions(
                failure,
                mode,
                value,
                compression,
                compressAbove,
                inflatedLimit,
                ttl,
                lease,
                prefix,
                lockedInvoke,
                copies);
    }

    public CacheOptions withCompression(Compression value) {
        return new CacheOptions(
                failure, mode, codec, value, compressAbove, inflatedLimit, ttl, lease, prefix, lockedInvoke, copies);
    }

    public CacheOptions withFailure(FailurePolicy value) {
        return new CacheOptions(
                value,
                mode,
                codec,
                compression,
                compressAbove,
                inflatedLimit,
                ttl,
                lease,
                prefix,
                lockedInvoke,
                copies);
    }

    public CacheOptions withCopies(int value) {
        return new CacheOptions(
                failure,
                mode,
                codec,
                compression,
                compressAbove,
                inflatedLimit,
                ttl,
                lease,
                prefix,
                lockedInvoke,
                value);
    }
}
