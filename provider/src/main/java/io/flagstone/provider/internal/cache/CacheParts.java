package io.flagstone.provider.internal.cache;

import io.flagstone.provider.codec.Payload;
import io.flagstone.provider.config.CacheOptions;
import io.flagstone.provider.internal.entry.Entry;
import io.flagstone.provider.internal.entry.EntryStore;
import io.flagstone.provider.internal.event.Events;
import io.flagstone.provider.internal.stats.CacheCounters;
import java.util.concurrent.Executor;
import javax.cache.Cache;
import javax.cache.integration.CacheLoader;
import org.jspecify.annotations.Nullable;

/**
 * What the collaborators of one cache share.
 *
 * @param source the cache itself, as the origin of events
 * @param loader the loader, wherever it may be used
 * @param readThrough whether reads that miss use it
 * @param writer the writer, when the cache writes through
 * @param executor runs what goes on in the background
 */
record CacheParts<K, V>(
        Cache<K, V> source,
        EntryStore store,
        CacheOptions options,
        ExpiryRules expiry,
        CacheCounters counters,
        Events<K, V> events,
        Stripes stripes,
        Gate gate,
        @Nullable CacheLoader<K, V> loader,
        boolean readThrough,
        @Nullable WriterBridge<K, V> writer,
        Executor executor) {

    @SuppressWarnings("unchecked") // what is stored under a key of the cache was put there as a V
    V value(Entry entry) {
        return (V) store.value(entry);
    }

    /** Whether the entry's value equals this one: equal bytes say yes, otherwise {@code equals} does. */
    boolean isEqual(Entry entry, V value, Payload payload) {
        return entry.payload().sameBytes(payload) || value.equals(value(entry));
    }

    /**
     * Whether a removal has to reach the nodes although it found no live entry: a stub, whose reader is loading what is to be
     * removed and will fail to store it, an entry that somebody is renewing and others still read, or copies, which may have
     * been left where the owner has lost its entry.
     */
    boolean isWorthRemoving(Entry seen) {
        boolean ended = seen.state() == Entry.State.VACANT || seen.state() == Entry.State.EXPIRED;
        return ended || options.copies() > 1;
    }
}
