package io.flagstone.provider.internal.cache;

import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.failure.NotDecodable;
import io.flagstone.provider.internal.clock.Deadline;
import io.flagstone.provider.internal.entry.Entry;
import io.flagstone.provider.internal.entry.EntryKey;
import io.flagstone.provider.internal.entry.Expiry;
import io.flagstone.provider.internal.entry.Move;
import io.flagstone.provider.internal.stats.CacheCounters.Figure;
import io.flagstone.provider.internal.stats.Unreadable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.cache.event.EventType;
import org.jspecify.annotations.Nullable;

/** The calls that read entries. */
final class Reads<K, V> {

    private final CacheParts<K, V> parts;
    private final @Nullable Loads<K, V> loads;
    private final Writes<K, V> writes;
    private final @Nullable Renewals<K, V> renewals;

    /**
     * @param loads where the cache has a loader
     * @param renewals where values may be read for a while after their end
     */
    Reads(CacheParts<K, V> parts, @Nullable Loads<K, V> loads, Writes<K, V> writes, @Nullable Renewals<K, V> renewals) {
        this.parts = parts;
        this.renewals = renewals;
        this.loads = parts.readThrough() ? loads : null;
        this.writes = writes;
    }

    @Nullable
    V get(K key) {
        EntryKey entryKey = parts.store().key(key);
        Deadline deadline = parts.store().deadline();
        Entry entry = parts.store().orCopy(read(entryKey, deadline), deadline);
        V stale = renewals == null ? null : renewals.valueOf(entry);
        if (renewals != null && stale != null) {
            parts.counters().hits(1);
            parts.counters().count(Figure.STALE_READS, 1);
            renewals.renew(List.of(entry));
            return stale;
        }
        V value = valueOf(entry, deadline);
        if (value != null) {
            parts.counters().hits(1);
            parts.counters().count(Figure.COPY_READS, entry.isCopy() ? 1 : 0);
            List<Move> moves = new ArrayList<>(0);
            accessed(entry, moves);
            parts.store().runAll(moves, deadline);
            return value;
        }
        parts.counters().misses(1);
        return loads != null ? loads.load(entryKey, entry, deadline) : null;
    }

    private Entry read(EntryKey key, Deadline deadline) {
        Entry turnedAway = parts.store().turnedAway(key);
        if (turnedAway != null) {
            return turnedAway;
        }
        return loads != null ? loads.readOrClaim(key, deadline) : parts.store().read(key, deadline);
    }

    private List<Entry> readAll(Collection<EntryKey> keys, Deadline deadline) {
        List<Entry> entries = new ArrayList<>(keys.size());
        List<EntryKey> admitted = new ArrayList<>(keys.size());
        for (EntryKey key : keys) {
            Entry turnedAway = parts.store().turnedAway(key);
            if (turnedAway != null) {
                entries.add(turnedAway);
            } else {
                admitted.add(key);
            }
        }
        entries.addAll(
                loads != null
                        ? loads.readOrClaimAll(admitted, deadline)
                        : parts.store().readAll(admitted, deadline));
        return entries;
    }

    /**
     * The value that a reader gets, or null for none.
     *
     * @throws FlagstoneException when the owner is away and the cache's policy does not take that for a miss
     */
    @Nullable
    V valueOf(Entry entry, Deadline deadline) {
        if (entry.state() == Entry.State.UNREACHABLE) {
            if (!Changes.passes(parts.options().failure(), entry.failure())) {
                throw entry.failure();
            }
            return null;
        }
        Entry seen = entry.visible();
        if (seen.isLive()) {
            try {
                return parts.value(seen);
            } catch (NotDecodable e) {
                Unreadable.report(e);
            }
        } else if (entry.state() == Entry.State.EXPIRED && parts.events().isHeard(EventType.EXPIRED)) {
            writes.purge(entry.key(), deadline);
        }
        return null;
    }

    /** Reading may move an entry's end. A held entry is its holder's to change, a copy nobody's. */
    private void accessed(Entry entry, List<Move> moves) {
        if (parts.expiry().readsMatter() && entry.isLive() && !entry.isCopy() && !entry.isInGutter()) {
            long now = parts.store().now();
            Move move = Move.end(entry, parts.expiry().access(now, entry.end()), now);
            if (move != null) {
                moves.add(move);
            }
        }
    }

    boolean containsKey(K key) {
        Deadline deadline = parts.store().deadline();
        EntryKey entryKey = parts.store().key(key);
        Entry turnedAway = parts.store().turnedAway(entryKey);
        Entry entry = turnedAway != null ? turnedAway : parts.store().peek(entryKey, deadline);
        entry = parts.store().orCopy(entry, deadline);
        if (entry.state() == Entry.State.UNREACHABLE
                && !Changes.passes(parts.options().failure(), entry.failure())) {
            throw entry.failure();
        }
        return entry.visible().isLive();
    }

    Map<K, V> getAll(Set<? extends K> keys) {
        Map<EntryKey, K> wanted = new LinkedHashMap<>();
        keys.forEach(key -> wanted.put(parts.store().key(key), key));
        Map<K, V> found = new HashMap<>();
        List<Entry> missing = new ArrayList<>();
        List<Move> moves = new ArrayList<>();
        Deadline deadline = parts.store().deadline(wanted.size());
        List<Entry> entries = parts.store().orCopies(readAll(wanted.keySet(), deadline), deadline);
        for (Entry entry : served(entries, wanted, found)) {
            V value = valueOf(entry, deadline);
            if (value == null) {
                missing.add(entry);
            } else {
                found.put(userKey(wanted, entry), value);
                parts.counters().count(Figure.COPY_READS, entry.isCopy() ? 1 : 0);
                accessed(entry, moves);
            }
        }
        parts.counters().hits(found.size());
        parts.counters().misses(missing.size());
        parts.store().runAll(moves, deadline);
        if (loads != null && !missing.isEmpty()) {
            loads.loadAll(missing, deadline).forEach((key, value) -> found.put(userKey(wanted, key), value));
        }
        return found;
    }

    /** Takes out what is read after its end, and returns the rest. */
    private List<Entry> served(List<Entry> entries, Map<EntryKey, K> wanted, Map<K, V> found) {
        if (renewals == null) {
            return entries;
        }
        List<Entry> rest = new ArrayList<>(entries.size());
        List<Entry> stale = new ArrayList<>(0);
        for (Entry entry : entries) {
            V value = renewals.valueOf(entry);
            if (value == null) {
                rest.add(entry);
            } else {
                found.put(userKey(wanted, entry), value);
                stale.add(entry);
            }
        }
        parts.counters().count(Figure.STALE_READS, stale.size());
        renewals.renew(stale);
        return rest;
    }

    private static <K> K userKey(Map<EntryKey, K> wanted, Entry entry) {
        return userKey(wanted, entry.key());
    }

    private static <K> K userKey(Map<EntryKey, K> wanted, EntryKey key) {
        K found = wanted.get(key);
        if (found == null) {
            throw new IllegalStateException("an entry that nobody asked for");
        }
        return found;
    }

    /** A walk hands this entry out: counts a hit, and moves the end if reading does. */
    void walked(Entry entry) {
        parts.counters().hits(1);
        if (!hasEnded(entry)) {
            List<Move> moves = new ArrayList<>(0);
            accessed(entry, moves);
            parts.store().runAll(moves, parts.store().deadline());
        }
    }

    /** Whether the entry, read a while ago, has ended since. */
    boolean hasEnded(Entry entry) {
        Entry seen = entry.visible();
        return seen.end() != Expiry.NEVER && seen.end() <= parts.store().now();
    }
}
