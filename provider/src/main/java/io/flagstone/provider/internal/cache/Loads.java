package io.flagstone.provider.internal.cache;

import io.flagstone.provider.codec.Payload;
import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.failure.NotDecodable;
import io.flagstone.provider.internal.clock.Deadline;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheLoaderException;
import org.jspecify.annotations.Nullable;

/**
 * Read-through. A read that finds nothing leaves a stub; the one client whose read created it loads, and stores what it
 * loaded only over that very stub. A change of the entry in the meantime takes the stub away, and the late fill fails.
 *
 * <p>Within this JVM one thread loads a key and those that saw the same item wait for it; other clients wait for the
 * stub to be filled. Both wait as long as the lease lasts. Whoever saw another item saw a change which that load may
 * have missed, and whoever won the stub waits for nobody, since everybody else may be waiting for it.
 */
final class Loads<K, V> {

    private static final long FIRST_PAUSE_NANOS = 500_000;
    private static final long LONGEST_PAUSE_NANOS = 20_000_000;

    private final CacheParts<K, V> parts;
    private final CacheLoader<K, V> loader;
    private final Fills<K, V> fills;
    private final Map<Sight, CompletableFuture<Loaded<V>>> flights = new ConcurrentHashMap<>();

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
        Entry seen = found;
        if (isLeftOver(found)) {
            seen = claimInstead(found, deadline);
            if (seen.visible().isLive()) {
                return filledByAnother(seen.visible(), deadline, loaded -> {}).value();
            }
        }
        Object item = seen.item();
        if (item == null) {
            return fly(key, seen, deadline, loaded -> {}).value();
        }
        Sight sight = new Sight(key, item);
        CompletableFuture<Loaded<V>> mine = new CompletableFuture<>();
        CompletableFuture<Loaded<V>> other = lead(sight, mine, seen.hasWon());
        if (other != null && landed(other, deadline)) {
            return shared(other);
        }
        try {
            return fly(key, seen, deadline, mine::complete).value();
        } catch (RuntimeException | Error e) {
            mine.completeExceptionally(e);
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
    private @Nullable CompletableFuture<Loaded<V>> lead(
            Sight sight, CompletableFuture<Loaded<V>> mine, boolean inAnyCase) {
        if (inAnyCase) {
            flights.put(sight, mine);
            return null;
        }
        return flights.putIfAbsent(sight, mine);
    }

    /** False when it takes longer than the lease: the loader hangs, or waits for this very thread. */
    private boolean landed(CompletableFuture<Loaded<V>> flight, Deadline deadline) {
        long begun = System.nanoTime();
        long end = begun + parts.options().lease().toNanos();
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    flight.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
                    return true;
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    return true;
                } catch (TimeoutException e) {
                    return false;
                }
            }
        } finally {
            deadline.leaveOut(System.nanoTime() - begun);
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** What another thread of this JVM has loaded, as an object of one's own. */
    @SuppressWarnings("unchecked") // decoded from what a V was encoded to
    private @Nullable V shared(CompletableFuture<Loaded<V>> flight) {
        try {
            Payload payload = flight.join().payload();
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
     * @param landed told what was loaded as soon as that is known: others need not wait for it to be stored
     */
    private Loaded<V> fly(EntryKey key, Entry first, Deadline deadline, Consumer<Loaded<V>> landed) {
        Entry seen = first;
        long end = System.nanoTime() + parts.options().lease().toNanos();
        long pause = FIRST_PAUSE_NANOS;
        while (isClaimedByAnother(seen) && System.nanoTime() < end) {
            long paused = System.nanoTime();
            Pause.nanos(pause);
            deadline.leaveOut(System.nanoTime() - paused);
            pause = Math.min(LONGEST_PAUSE_NANOS, pause * 2);
            seen = readOrClaim(key, deadline);
            Entry visible = seen.visible();
            if (visible.isLive()) {
                return filledByAnother(visible, deadline, landed);
            }
        }
        return loadInto(key, seen, deadline, landed);
    }

    private Loaded<V> filledByAnother(Entry entry, Deadline deadline, Consumer<Loaded<V>> landed) {
        try {
            Loaded<V> loaded = new Loaded<>(parts.value(entry), entry.payload());
            landed.accept(loaded);
            return loaded;
        } catch (NotDecodable e) {
            Unreadable.report(e);
            return loadInto(entry.key(), entry.asVacant(), deadline, landed);
        }
    }

    private static boolean isClaimedByAnother(Entry seen) {
        return seen.isStub() && !seen.hasWon();
    }

    private Loaded<V> loadInto(EntryKey key, Entry seen, Deadline deadline, Consumer<Loaded<V>> landed) {
        V value;
        long asked = System.nanoTime();
        try {
            value = ask(key);
        } catch (RuntimeException | Error e) {
            deadline.leaveOut(System.nanoTime() - asked);
            fills.giveUp(seen, deadline);
            throw e;
        }
        deadline.leaveOut(System.nanoTime() - asked);
        if (value == null) {
            Loaded<V> nothing = new Loaded<>(null, null);
            landed.accept(nothing);
            fills.giveUp(seen, deadline);
            return nothing;
        }
        Payload payload = fills.encoded(seen, value, deadline);
        Loaded<V> loaded = new Loaded<>(value, payload);
        landed.accept(loaded);
        fills.fill(seen, value, payload, deadline);
        return loaded;
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
        for (Entry entry : others) {
            Entry visible = entry.visible();
            V value = visible.isLive()
                    ? filledByAnother(visible, deadline, loadedByAnother -> {}).value()
                    : load(entry.key(), entry, deadline);
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
