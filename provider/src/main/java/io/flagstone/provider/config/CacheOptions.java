package io.flagstone.provider.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Consumer;
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
 * @param staleWhileRevalidate how long an entry is still read after its end while it is being renewed, or null for never
 * @param lockedInvoke whether entry processors run once, under a hold, instead of optimistically
 * @param sealing how entries are kept from those who can read and write nodes
 * @param copies on how many nodes an entry is: 1, or more to read it while its owner is away
 * @param gutterTtl how long entries live on other nodes while their owner is away, with {@link FailurePolicy#GUTTER}
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
        @Nullable Duration staleWhileRevalidate,
        boolean lockedInvoke,
        Sealing sealing,
        int copies,
        Duration gutterTtl) {

    /**
     * Encryption of entries.
     *
     * @param keys the file of the keys; null for entries in the clear
     * @param hidesKeys whether keys on the wire tell nothing either
     */
    public record Sealing(@Nullable Path keys, boolean hidesKeys) {

        /** In the clear. */
        public static final Sealing NONE = new Sealing(null, false);
    }

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
            null,
            false,
            Sealing.NONE,
            1,
            Duration.ofSeconds(10));

    public CacheOptions withCodec(@Nullable String value) {
        return changed(draft -> draft.codec = value);
    }

    public CacheOptions withCompression(Compression value) {
        return changed(draft -> draft.compression = value);
    }

    public CacheOptions withFailure(FailurePolicy value) {
        return changed(draft -> draft.failure = value);
    }

    public CacheOptions withStaleWhileRevalidate(@Nullable Duration value) {
        return changed(draft -> draft.staleWhileRevalidate = value);
    }

    public CacheOptions withSealing(Sealing value) {
        return changed(draft -> draft.sealing = value);
    }

    public CacheOptions withCopies(int value) {
        return changed(draft -> draft.copies = value);
    }

    public CacheOptions withGutterTtl(Duration value) {
        return changed(draft -> draft.gutterTtl = value);
    }

    private CacheOptions changed(Consumer<Draft> change) {
        Draft draft = new Draft(this);
        change.accept(draft);
        return draft.done();
    }

    /** Options while one of them is being changed. */
    private static final class Draft {
        private FailurePolicy failure;
        private final CacheMode mode;
        private @Nullable String codec;
        private Compression compression;
        private final int compressAbove;
        private final int inflatedLimit;
        private final @Nullable Duration ttl;
        private final Duration lease;
        private final String prefix;
        private @Nullable Duration staleWhileRevalidate;
        private final boolean lockedInvoke;
        private Sealing sealing;
        private int copies;
        private Duration gutterTtl;

        Draft(CacheOptions from) {
            failure = from.failure;
            mode = from.mode;
            codec = from.codec;
            compression = from.compression;
            compressAbove = from.compressAbove;
            inflatedLimit = from.inflatedLimit;
            ttl = from.ttl;
            lease = from.lease;
            prefix = from.prefix;
            staleWhileRevalidate = from.staleWhileRevalidate;
            lockedInvoke = from.lockedInvoke;
            sealing = from.sealing;
            copies = from.copies;
            gutterTtl = from.gutterTtl;
        }

        CacheOptions done() {
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
                    staleWhileRevalidate,
                    lockedInvoke,
                    sealing,
                    copies,
                    gutterTtl);
        }
    }
}
