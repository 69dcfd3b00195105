package io.flagstone.provider.internal.cache;

import io.flagstone.provider.codec.Payload;
import io.flagstone.provider.config.FailurePolicy;
import io.flagstone.provider.failure.DeadlineExceeded;
import io.flagstone.provider.internal.clock.Deadline;
import io.flagstone.provider.internal.entry.Entry;
import io.flagstone.provider.internal.entry.EntryKey;
import io.flagstone.provider.internal.entry.Expiry;
import io.flagstone.provider.internal.entry.Move;
import io.flagstone.provider.internal.event.CacheEvent;
import io.flagstone.provider.internal.event.Events;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.cache.event.EventType;
import org.jspecify.annotations.Nullable;

/**
 * Stores what a loader brought, over exactly what was seen before the loader was asked, and nowhere else: whatever
 * happened to the entry since is newer.
 */
final class Fills<K, V> {

    private final CacheParts<K, V> parts;

    Fills(CacheParts<K, V> parts) {
        this.parts = parts;
    }

    /** Nothing was loaded: whoever waits for the stub need not wait any longer. */
    void giveUp(Entry seen, Deadline deadline) {
        if (!seen.hasWon()) {
            return;
        }
        Move removal = Move.remove(seen);
        parts.store().run(removal, deadline);
        if (removal.outcome() == Move.Outcome.FAILED && deadline.passed()) {
            parts.store().invalidate(seen.key(), deadline); // nobody waits for that
        }
    }

    /** Nothing was loaded for any of these. */
    void giveUp(List<Entry> entries, Deadline deadline) {
        entries.forEach(entry -> giveUp(entry, deadline));
    }

    /** Stores one value; silently not, when another change was faster or the node does not take it. */
    void fill(Entry seen, V value, Payload payload, Deadline deadline) {
        fillAll(List.of(new Filling<>(seen, value, payload)), deadline);
    }

    /** Stores what the loader has for these entries, and returns it. */
    Map<EntryKey, V> fillAll(List<Entry> entries, Map<K, V> answer, Deadline deadline) {
        List<Filling<V>> fillings = fillings(entries, answer, deadline);
        fillAll(fillings, deadline);
        Map<EntryKey, V> loaded = new HashMap<>();
        fillings.forEach(filling -> loaded.put(filling.seen().key(), filling.value()));
        return loaded;
    }

    /** The same; returns how many were stored. */
    int storeAll(List<Entry> entries, Map<K, V> answer, Deadline deadline) {
        return fillAll(fillings(entries, answer, deadline), deadline);
    }

    private List<Filling<V>> fillings(List<Entry> entries, Map<K, V> answer, Deadline deadline) {
        List<Filling<V>> fillings = new ArrayList<>();
        for (Entry entry : entries) {
            V value = answer.get(entry.key().object());
            if (value == null) {
                giveUp(entry, deadline);
            } else {
                fillings.add(filling(entries, entry, value, deadline));
            }
        }
        return fillings;
    }

    private record Filling<V>(Entry seen, V value, Payload payload) {}

    /** A value that cannot be encoded fails the call, and then none of these entries is filled. */
    private Filling<V> filling(List<Entry> entries, Entry seen, V value, Deadline deadline) {
        try {
            return new Filling<>(seen, value, parts.store().encode(value));
        } catch (RuntimeException | Error e) {
            giveUp(entries, deadline);
            throw e;
        }
    }

    private int fillAll(List<Filling<V>> fillings, Deadline deadline) {
        if (fillings.isEmpty()) {
            return 0;
        }
        List<Events.Ticket> tickets = new ArrayList<>();
        Stripes.Held held;
        try {
            held = parts.stripes()
                    .lock(fillings.stream().map(f -> f.seen().key()).toList(), deadline);
        } catch (DeadlineExceeded e) {
            // whoever changes these entries now is later than what was loaded
            giveUp(fillings.stream().map(Filling::seen).toList(), deadline);
            fillings.forEach(filling -> parts.store().passedBy(filling.seen(), deadline));
            return 0;
        }
        int stored;
        try {
            stored = commit(fillings, tickets, deadline);
        } finally {
            held.release();
        }
        Events.deliver(tickets);
        return stored;
    }

    private int commit(List<Filling<V>> fillings, List<Events.Ticket> tickets, Deadline deadline) {
        List<Move> moves = new ArrayList<>();
        List<Filling<V>> moved = new ArrayList<>();
        for (Filling<V> filling : fillings) {
            Move move = move(filling);
            if (move != null) {
                moves.add(move);
                moved.add(filling);
            } else {
                parts.store().passedBy(filling.seen(), deadline);
            }
        }
        parts.store().runAll(moves, deadline);
        int stored = 0;
        for (int i = 0; i < moves.size(); i++) {
            if (moves.get(i).isDone()) {
                stored++;
                announce(moved.get(i), tickets);
            } else if (isRefused(moves.get(i))) {
                giveUp(moved.get(i).seen(), deadline);
            }
        }
        return stored;
    }

    /** The node is there and will not take the value, not now and not later. */
    private static boolean isRefused(Move move) {
        return move.outcome() == Move.Outcome.FAILED && !Changes.passes(FailurePolicy.MISS, move.failure());
    }

    /** A stub of another client, a held entry and an unknown one are not ours to fill. */
    private @Nullable Move move(Filling<V> filling) {
        Entry seen = filling.seen();
        boolean ours = seen.state() != Entry.State.HELD
                && seen.state() != Entry.State.UNREACHABLE
                && (!seen.isStub() || seen.hasWon());
        if (!ours) {
            return null;
        }
        long now = parts.store().now();
        long end = seen.isLive()
                ? parts.expiry().update(now, seen.end())
                : parts.expiry().creation(now);
        return end == Expiry.AT_ONCE ? Move.remove(seen) : Move.store(seen, filling.payload(), end);
    }

    @SuppressWarnings("unchecked") // made from a key of the cache
    private void announce(Filling<V> filling, List<Events.Ticket> tickets) {
        EventType type = filling.seen().isLive() ? EventType.UPDATED : EventType.CREATED;
        if (!parts.events().isHeard(type)) {
            return;
        }
        K key = (K) filling.seen().key().object();
        CacheEvent<K, V> event = type == EventType.CREATED
                ? CacheEvent.created(parts.source(), key, filling.value())
                : CacheEvent.updated(parts.source(), key, filling.value(), parts.value(filling.seen()));
        Events.Ticket ticket = parts.events().commit(Stripes.of(filling.seen().key()), event);
        if (ticket != null) {
            tickets.add(ticket);
        }
    }
}
