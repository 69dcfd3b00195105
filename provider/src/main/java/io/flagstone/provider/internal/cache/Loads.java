package io.flagstone.provider.internal.cache;

import io.flagstone.provider.codec.Payload;
import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.failure.NotDecodable;
import io.flagstone.provider.internal.clock.Deadline;
import io.flagstone.provider.internal.clock.Flight;
import io.flagstone.provider.internal.clock.Pause;
import io.flagstone.provider.internal.entry.Entry;
import io.flagstone.provider.internal.entry.EntryKey;
import io.flagstone.provider.internal.entry.Move;
import io.flagstone.provider.internal.stats.Unreadable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheLoaderException;
import org.jspecify.annotations.Nullable;

/**
 * Read-through. A read that finds nothing leaves a stub; the one client whose read created it loads, and stores what it
 * loaded only over that very stub. A change of the entry in the meantime takes the stub away, and the late fill fails.
 *
 * <p>Within this JVM one thread loads a key and those that saw the same item wait for it; other clients wait for the
 * stub to be filled. A call waits for others for the length of a lease, all in all. Whoever saw another item saw a
 * change which that load may have missed, and whoever won the stub waits for nobody, since everybody else may be waiting
 * for it.
 */
final class Loads<K, V> {

    private static final long FIRST_PAUSE_NANOS = 500_000;
    private static final long LONGEST_PAUSE_NANOS = 20_000_000;

    private final CacheParts<K, V> parts;
    private final CacheLoader<K, V> loader;
    private final Fills<K, V> fills;
    private final Map<Sight, Flight<Loaded<V>>> flights = new ConcurrentHashMap<>();

    /** What a reader saw under a key. */
    private record Sight(EntryKey key, Object item) {}

    /** What a loader brought; a null is an answer, too. */
    private record Loaded<V>(@Nullable V value, @Nullable Payload payload) {}

    Loads(CacheParts<K, V> parts, CacheLoader<K, V> loader, Fills<K, V> fills) {
        this.parts = parts;
        this.loader = loader;
        this.fills = fills;
    }

    Entry readOrClaim(EntryKey key, Deadline deadline) {
        long lease = parts.options().lease().toMillis();
        Entry entry = parts.store().readOrClaim(key, lease, deadline);
        return entry.state() == Entry.State.UNREACHABLE
                ? parts.store()
                        .orClaimsElsewhere(List.of(entry), lease, deadline)
                        .get(0)
                : entry;
    }

    List<Entry> readOrClaimAll(Collection<EntryKey> keys, Deadline deadline) {
        long lease = parts.options().lease().toMillis();
        List<Entry> entries = parts.store().readOrClaimAll(keys, lease, deadline);
        return parts.store().orClaimsElsewhere(entries, lease, deadline);
    }

    /**
     * The value for a key whose entry was seen to hold none.
     *
     * @param deadline of the call; what loaders take, this call's or others', does not count
     * @throws CacheLoaderException what the loader threw
     */
    @Nullable
    V load(EntryKey key, Entry found, Deadline deadline) {
        return load(key, found, deadline, patience());
    }

    /** Until when a call that begins now waits for others to load, as {@link System#nanoTime()} counts. */
    private long patience() {
        return System.nanoTime() + parts.options().lease().toNanos();
    }

    private @Nullable V load(EntryKey key, Entry found, Deadline deadline, long end) {
        Entry seen = found;
        if (isLeftOver(found)) {
            seen = claimInstead(found, deadline);
            if (seen.visible().isLive()) {
                return filledByAnother(seen.visible(), deadline, new Flight<>()).value();
            }
        }
        Object item = seen.item();
        if (item == null) {
            return fly(key, seen, deadline, end, new Flight<>()).value();
        }
        Sight sight = new Sight(key, item);
        Flight<Loaded<V>> mine = new Flight<>();
        Flight<Loaded<V>> other = lead(sight, mine, seen.hasWon());
        if (other != null && other.landed(deadline, end)) {
            return shared(other);
        }
        try {
            return fly(key, seen, deadline, end, mine).value();
        } catch (RuntimeException | Error e) {
            mine.fail(e);
            throw e;
        } finally {
            flights.remove(sight, mine);
        }
    }

    /** An item that nobody will read again keeps no other client from loading: only a stub does. */
    private static boolean isLeftOver(Entry found) {
        return found.state() == Entry.State.EXPIRED || (found.state() == Entry.State.VACANT && !found.isStub());
    }

    private Entry claimInstead(Entry leftOver, Deadline deadline) {
        return parts.store()
                .runAndClaim(Move.remove(leftOver), parts.options().lease().toMillis(), deadline);
    }

    /** The flight to wait for, or null when {@code mine} is the one that others wait for. */
    private @Nullable Flight<Loaded<V>> lead(Sight sight, Flight<Loaded<V>> mine, boolean inAnyCase) {
        if (inAnyCase) {
            flights.put(sight, mine);
            return null;
        }
        Flight<Loaded<V>> other = flights.putIfAbsent(sight, mine);
        if (other == null || !other.hasFailed()) {
            return other;
        }
        flights.replace(sight, other, mine); // who asks now is not told of a failure of before
        return null;
    }

    /** What another thread of this JVM has loaded, as an object of one's own. */
    @SuppressWarnings("unchecked") // decoded from what a V was encoded to
    private @Nullable V shared(Flight<Loaded<V>> flight) {
        try {
            Payload payload = flight.outcome().payload();
            return payload == null ? null : (V) parts.store().decode(payload);
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause instanceof CacheLoaderException
                        ? new CacheLoaderException(cause.getMessage(), cause)
                        : cause;
            }
            throw new CacheLoaderException("the cache loader failed", e.getCause());
        }
    }

    /**
     * @param end until when to wait for another client
     * @param flight told what was loaded as soon as that is known: others need not wait for it to be stored
     */
    private Loaded<V> fly(EntryKey key, Entry first, Deadline deadline, long end, Flight<Loaded<V>> flight) {
        Entry seen = first;
        long pause = FIRST_PAUSE_NANOS;
        boolean waits = true;
        while (waits && isClaimedByAnother(seen)) {
            long left = flight.leave();
            Pause.nanos(pause);
            flight.comeBack(left, deadline);
            pause = Math.min(LONGEST_PAUSE_NANOS, pause * 2);
            seen = readOrClaim(key, deadline);
            Entry visible = seen.visible();
            if (visible.isLive()) {
                return filledByAnother(visible, deadline, flight);
            }
            waits = System.nanoTime() - end < 0;
        }
        return loadInto(key, seen, deadline, flight);
    }

    private Loaded<V> filledByAnother(Entry entry, Deadline deadline, Flight<Loaded<V>> flight) {
        try {
            Loaded<V> loaded = new Loaded<>(parts.value(entry), entry.payload());
            flight.land(loaded);
            return loaded;
        } catch (NotDecodable e) {
            Unreadable.report(e);
            return loadInto(entry.key(), entry.asVacant(), deadline, flight);
        }
    }

    private static boolean isClaimedByAnother(Entry seen) {
        return seen.isStub() && !seen.hasWon();
    }

    private Loaded<V> loadInto(EntryKey key, Entry seen, Deadline deadline, Flight<Loaded<V>> flight) {
        Loaded<V> loaded;
        try {
            V value = ask(key, deadline, flight);
            loaded = new Loaded<>(value, value == null ? null : parts.store().encode(value));
        } catch (RuntimeException | Error e) {
            flight.fail(e); // whoever waits for it need not wait until the stub has gone
            fills.giveUp(seen, deadline);
            throw e;
        }
        flight.land(loaded);
        if (loaded.value() == null || loaded.payload() == null) {
            fills.giveUp(seen, deadline);
        } else {
            fills.fill(seen, loaded.value(), loaded.payload(), deadline);
        }
        return loaded;
    }

    private @Nullable V ask(EntryKey key, Deadline deadline, Flight<Loaded<V>> flight) {
        long left = flight.leave();
        try {
            return ask(key);
        } finally {
            flight.comeBack(left, deadline);
        }
    }

    /** What the loader says, or null. */
    @SuppressWarnings("unchecked") // made from a key of the cache
    @Nullable
    V ask(EntryKey key) {
        try {
            return loader.load((K) key.object());
        } catch (RuntimeException e) {
            throw wrapped(e);
        }
    }

    /**
     * Loads all that is missing, in one call of the loader.
     *
     * @param missing entries that hold nothing, as read
     */
    Map<EntryKey, V> loadAll(List<Entry> missing, Deadline deadline) {
        Map<EntryKey, V> loaded = new HashMap<>();
        List<Entry> ours = new ArrayList<>();
        List<Entry> others = new ArrayList<>();
        List<Entry> leftOver = new ArrayList<>();
        for (Entry entry : missing) {
            (isLeftOver(entry) ? leftOver : isClaimedByAnother(entry) ? others : ours).add(entry);
        }
        for (Entry entry : claimInstead(leftOver, deadline)) {
            boolean shared = isClaimedByAnother(entry) || entry.visible().isLive();
            (shared ? others : ours).add(entry);
        }
        if (!ours.isEmpty()) {
            loaded.putAll(loadOurs(ours, deadline));
        }
        long end = patience();
        for (Entry entry : others) {
            Entry visible = entry.visible();
            V value = visible.isLive()
                    ? filledByAnother(visible, deadline, new Flight<>()).value()
                    : load(entry.key(), entry, deadline, end);
            if (value != null) {
                loaded.put(entry.key(), value);
            }
        }
        return loaded;
    }

    private List<Entry> claimInstead(List<Entry> leftOver, Deadline deadline) {
        if (leftOver.isEmpty()) {
            return leftOver;
        }
        parts.store().runAll(leftOver.stream().map(Move::remove).toList(), deadline);
        return readOrClaimAll(leftOver.stream().map(Entry::key).toList(), deadline);
    }

    private Map<EntryKey, V> loadOurs(List<Entry> entries, Deadline deadline) {
        Map<K, V> answer;
        long asked = System.nanoTime();
        try {
            answer = askAll(entries.stream().map(Entry::key).toList());
        } catch (RuntimeException | Error e) {
            deadline.leaveOut(System.nanoTime() - asked);
            fills.giveUp(entries, deadline);
            throw e;
        }
        deadline.leaveOut(System.nanoTime() - asked);
        return fills.fillAll(entries, answer, deadline);
    }

    /** What the loader says of all these keys. */
    @SuppressWarnings("unchecked") // made from keys of the cache
    Map<K, V> askAll(List<EntryKey> keys) {
        List<K> wanted = new ArrayList<>(keys.size());
        keys.forEach(key -> wanted.add((K) key.object()));
        try {
            Map<K, V> answer = loader.loadAll(wanted);
            return answer != null ? answer : Map.of();
        } catch (RuntimeException e) {
            throw wrapped(e);
        }
    }

    private static RuntimeException wrapped(RuntimeException e) {
        return e instanceof CacheLoaderException || e instanceof FlagstoneException
                ? e
                : new CacheLoaderException("the cache loader failed", e);
    }
}
