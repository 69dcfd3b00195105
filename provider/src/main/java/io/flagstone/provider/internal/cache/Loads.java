package io.flagstone.provider.internal.cache;

import io.flagstone.provider.codec.Payload;
import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.failure.NotDecodable;
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

    Entry readOrClaim(EntryKey key) {
        return parts.store().readOrClaim(key, parts.options().lease().toMillis());
    }

    List<Entry> readOrClaimAll(Collection<EntryKey> keys) {
        return parts.store().readOrClaimAll(keys, parts.options().lease().toMillis());
    }

    /**
     * The value for a key whose entry was seen to hold none.
     *
     * @throws CacheLoaderException what the loader threw
     */
    @Nullable
    V load(EntryKey key, Entry found) {
        Entry seen = found;
        if (isLeftOver(found)) {
            seen = claimInstead(found);
            if (seen.visible().isLive()) {
                return filledByAnother(seen.visible()).value();
            }
        }
        Object item = seen.item();
        if (item == null) {
            return fly(key, seen).value();
        }
        Sight sight = new Sight(key, item);
        CompletableFuture<Loaded<V>> mine = new CompletableFuture<>();
        CompletableFuture<Loaded<V>> other = lead(sight, mine, seen.hasWon());
        if (other != null && landed(other)) {
            return shared(other);
        }
        try {
            Loaded<V> loaded = fly(key, seen);
            mine.complete(loaded);
            return loaded.value();
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

    private Entry claimInstead(Entry leftOver) {
        return parts.store()
                .runAndClaim(Move.remove(leftOver), parts.options().lease().toMillis());
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
    private boolean landed(CompletableFuture<Loaded<V>> flight) {
        long end = System.nanoTime() + parts.options().lease().toNanos();
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

    private Loaded<V> fly(EntryKey key, Entry first) {
        Entry seen = first;
        long end = System.nanoTime() + parts.options().lease().toNanos();
        long pause = FIRST_PAUSE_NANOS;
        while (isClaimedByAnother(seen) && System.nanoTime() < end) {
            Pause.nanos(pause);
            pause = Math.min(LONGEST_PAUSE_NANOS, pause * 2);
            seen = readOrClaim(key);
            Entry visible = seen.visible();
            if (visible.isLive()) {
                return filledByAnother(visible);
            }
        }
        return loadInto(key, seen);
    }

    private Loaded<V> filledByAnother(Entry entry) {
        try {
            return new Loaded<>(parts.value(entry), entry.payload());
        } catch (NotDecodable e) {
            Unreadable.report(e);
            return loadInto(entry.key(), entry.asVacant());
        }
    }

    private static boolean isClaimedByAnother(Entry seen) {
        return seen.isStub() && !seen.hasWon();
    }

    private Loaded<V> loadInto(EntryKey key, Entry seen) {
        V value;
        try {
            value = ask(key);
        } catch (RuntimeException | Error e) {
            fills.giveUp(seen);
            throw e;
        }
        if (value == null) {
            fills.giveUp(seen);
            return new Loaded<>(null, null);
        }
        return new Loaded<>(value, fills.fill(seen, value));
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
    Map<EntryKey, V> loadAll(List<Entry> missing) {
        Map<EntryKey, V> loaded = new HashMap<>();
        List<Entry> ours = new ArrayList<>();
        List<Entry> others = new ArrayList<>();
        List<Entry> leftOver = new ArrayList<>();
        for (Entry entry : missing) {
            (isLeftOver(entry) ? leftOver : isClaimedByAnother(entry) ? others : ours).add(entry);
        }
        for (Entry entry : claimInstead(leftOver)) {
            boolean shared = isClaimedByAnother(entry) || entry.visible().isLive();
            (shared ? others : ours).add(entry);
        }
        if (!ours.isEmpty()) {
            loaded.putAll(loadOurs(ours));
        }
        for (Entry entry : others) {
            Entry visible = entry.visible();
            V value = visible.isLive() ? filledByAnother(visible).value() : load(entry.key(), entry);
            if (value != null) {
                loaded.put(entry.key(), value);
            }
        }
        return loaded;
    }

    private List<Entry> claimInstead(List<Entry> leftOver) {
        if (leftOver.isEmpty()) {
            return leftOver;
        }
        parts.store().runAll(leftOver.stream().map(Move::remove).toList());
        return readOrClaimAll(leftOver.stream().map(Entry::key).toList());
    }

    private Map<EntryKey, V> loadOurs(List<Entry> entries) {
        Map<K, V> answer;
        try {
            answer = askAll(entries.stream().map(Entry::key).toList());
        } catch (RuntimeException | Error e) {
            fills.giveUp(entries);
            throw e;
        }
        return fills.fillAll(entries, answer);
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
