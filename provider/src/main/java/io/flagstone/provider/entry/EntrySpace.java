package io.flagstone.provider.entry;

import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.failure.NotDecodable;
import io.flagstone.provider.internal.entry.Entry;
import io.flagstone.provider.internal.entry.EntryKey;
import io.flagstone.provider.internal.entry.EntryStore;
import io.flagstone.provider.internal.entry.Expiry;
import io.flagstone.provider.internal.entry.Move;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Entries of bytes under keys, spread over the nodes. What is read carries a token; what is stored or deleted by a token
 * happens only if nobody has touched the item since, on the very connection that it was read on.
 */
public final class EntrySpace {

    private final EntryStore store;

    EntrySpace(EntryStore store) {
        this.store = store;
    }

    /**
     * What is there now.
     *
     * @throws io.flagstone.provider.failure.NotEncodable when the key has no form on the wire
     */
    public Seen read(Object key) {
        return seen(store.read(store.key(key)));
    }

    /** What is there now; where nothing is, a lease is left for so long, whose token a later fill can be made by. */
    public Seen readOrLease(Object key, Duration lease) {
        return seen(store.readOrClaim(store.key(key), lease.toMillis()));
    }

    /** What is known of a key that nobody has looked at: as if nothing were there. */
    public Seen unseen(Object key) {
        return new Seen(Seen.State.ABSENT, store.absent(store.key(key)), null);
    }

    /** What is there now under each of the keys, in their order. */
    public List<Seen> readAll(Collection<?> keys) {
        return seen(store.readAll(keys(keys)));
    }

    /** {@link #readOrLease} for many keys, in their order. */
    public List<Seen> readOrLeaseAll(Collection<?> keys, Duration lease) {
        return seen(store.readOrClaimAll(keys(keys), lease.toMillis()));
    }

    /**
     * {@link #readOrLease}, and in the same round trip {@link #readAll} of another space of the same client.
     *
     * @return what is under the key, and then what is under the others in their order
     */
    public List<Seen> readOrLeaseWith(Object key, Duration lease, EntrySpace other, Collection<?> others) {
        List<Entry> entries = store.readOrClaimWith(store.key(key), lease.toMillis(), other.store, other.keys(others));
        List<Seen> all = new ArrayList<>(entries.size());
        for (Entry entry : entries) {
            all.add(all.isEmpty() ? seen(entry) : other.seen(entry));
        }
        return all;
    }

    private List<EntryKey> keys(Collection<?> keys) {
        List<EntryKey> wanted = new ArrayList<>(keys.size());
        keys.forEach(key -> wanted.add(store.key(key)));
        return wanted;
    }

    private List<Seen> seen(List<Entry> entries) {
        List<Seen> all = new ArrayList<>(entries.size());
        entries.forEach(entry -> all.add(seen(entry)));
        return all;
    }

    private Seen seen(Entry entry) {
        return switch (entry.state()) {
            case ABSENT -> new Seen(Seen.State.ABSENT, entry, null);
            case UNREACHABLE -> new Seen(Seen.State.UNREACHABLE, entry, null);
            case LIVE -> live(entry);
            default -> new Seen(Seen.State.VACANT, entry, null);
        };
    }

    private Seen live(Entry entry) {
        try {
            return store.value(entry) instanceof byte[] bytes
                    ? new Seen(Seen.State.LIVE, entry, bytes)
                    : new Seen(Seen.State.VACANT, entry.asVacant(), null);
        } catch (NotDecodable e) {
            return new Seen(Seen.State.VACANT, entry.asVacant(), null);
        }
    }

    /**
     * Stores a value in place of what was seen, and nowhere else.
     *
     * @param lifetime from now, or null for no end
     */
    public Change store(Seen seen, byte[] value, @Nullable Duration lifetime) {
        return store(seen, value, lifetime, move -> move);
    }

    /**
     * The same for a value that may be as old as that moment: where this client has learned since then that the entries
     * were cleared, that is a {@link Change.Outcome#CONFLICT}. Costs no round trip. A clear that came before this client
     * first asked the key's node for any entry of this space is not known to it.
     *
     * @param asOf of {@link System#nanoTime()} in this JVM
     */
    public Change storeAsOf(Seen seen, byte[] value, @Nullable Duration lifetime, long asOf) {
        return store(seen, value, lifetime, move -> move.onlyAsOf(asOf));
    }

    private Change store(Seen seen, byte[] value, @Nullable Duration lifetime, UnaryOperator<Move> how) {
        try {
            Move move = how.apply(move(seen, value, lifetime));
            store.run(move);
            return change(move, value);
        } catch (FlagstoneException e) {
            return new Change(Change.Outcome.FAILED, null, e);
        }
    }

    /**
     * The same, for what was seen long ago or only supposed: where it is not so any more, the answer also tells what is
     * there instead, in the same round trip.
     */
    public Change storeOrRead(Seen seen, byte[] value, @Nullable Duration lifetime) {
        try {
            Move move = move(seen, value, lifetime);
            Entry now = store.runAndRead(move);
            Change change = change(move, value);
            return change.outcome() == Change.Outcome.CONFLICT
                    ? new Change(Change.Outcome.CONFLICT, seen(now), null)
                    : change;
        } catch (FlagstoneException e) {
            return new Change(Change.Outcome.FAILED, null, e);
        }
    }

    private Move move(Seen seen, byte[] value, @Nullable Duration lifetime) {
        long end = lifetime == null ? Expiry.NEVER : Expiry.after(store.now(), lifetime.toMillis());
        return Move.store(seen.entry(), store.encode(value), end);
    }

    private static Change change(Move move, byte[] value) {
        return switch (move.outcome()) {
            case DONE -> new Change(Change.Outcome.DONE, new Seen(Seen.State.LIVE, move.after(), value), null);
            case CONFLICT -> new Change(Change.Outcome.CONFLICT, null, null);
            case UNKNOWN -> new Change(Change.Outcome.UNKNOWN, null, move.failure());
            default -> new Change(Change.Outcome.FAILED, null, move.failure());
        };
    }

    /**
     * Sees to it that nobody reads what is there now: at once where the owner can be told, otherwise before its next
     * read.
     */
    public void invalidate(Object key) {
        store.invalidate(store.key(key));
    }

    /**
     * Makes all entries unreachable in one step per node, those that are on their way included.
     *
     * @return the failures of the nodes that will be told before their next read
     */
    public List<FlagstoneException> clear() {
        return store.clear();
    }

    /**
     * The next number of a sequence, the same for all clients. Where there is none, or it is lost, it begins with the
     * seed.
     *
     * @throws FlagstoneException when the owner cannot be asked; a number may have been left out
     */
    public long next(Object key, long seed) {
        return store.next(store.key(key), seed);
    }

    /**
     * The number of that sequence that was given last, or 0 where there is none.
     *
     * @throws FlagstoneException when the owner cannot be asked
     */
    public long last(Object key) {
        return store.last(store.key(key));
    }

    /** Milliseconds since the epoch, as the ends of entries are counted. */
    public long now() {
        return store.now();
    }

    /** 64 random bits. */
    public long random() {
        return store.random();
    }
}
