package io.flagstone.hibernate.internal.record;

import io.flagstone.hibernate.internal.record.CacheRecord.Lock;
import io.flagstone.hibernate.internal.record.CacheRecord.Tombstone;
import io.flagstone.hibernate.internal.record.CacheRecord.Value;
import io.flagstone.provider.entry.Change;
import io.flagstone.provider.entry.EntrySpace;
import io.flagstone.provider.entry.Seen;
import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.failure.HeldByAnother;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The records of one region, and the moves between them. Every move is one store by the token of what was seen.
 *
 * <pre>
 *              get misses                fill, by token
 *   nothing ────────────────► lease ─────────────────────► value
 *      │                        │                            │
 *      └────────────────────────┴──── lock ──► lock ◄────────┘
 *                                       ▲ │ │
 *              lock, by another: set ───┘ │ │ commit, by the only holder that there ever was: value
 *                                         ▼
 *               release, evict: tombstone ──── fill, by who began after seeing it ──► value
 * </pre>
 *
 * A writer that does not find its lock any more leaves a tombstone. What a node cannot be told is a debt of the client,
 * paid before the node is read again.
 */
public final class Records {

    /** Rounds against other clients before a move is given up for an invalidation. A guess. */
    private static final int ROUNDS = 32;

    private final EntrySpace space;
    private final RecordOptions options;
    private final Sightings sightings;

    public Records(EntrySpace space, RecordOptions options, Sightings sightings) {
        this.space = space;
        this.options = options;
        this.sightings = sightings;
    }

    // --- reads ---

    /** What may be read under this key, and on a miss the right to fill it. */
    public Found get(Object key) {
        return found(space.readOrLease(key, options.lease()));
    }

    /** The same for many keys, in their order, in one go. */
    public List<Found> getAll(Collection<?> keys) {
        return space.readOrLeaseAll(keys, options.lease()).stream()
                .map(this::found)
                .toList();
    }

    /**
     * {@link #get} and, in the same round trip, the marks of some tables.
     *
     * @param found takes each mark, by its table
     */
    public Found getWith(Object key, Marks marks, List<String> tables, BiConsumer<String, Seen> found) {
        List<Seen> seen = space.readOrLeaseWith(key, options.lease(), marks.space(), Marks.keys(tables));
        for (int i = 0; i < tables.size(); i++) {
            found.accept(tables.get(i), seen.get(i + 1));
        }
        return found(seen.get(0));
    }

    private Found found(Seen seen) {
        if (seen.state() == Seen.State.VACANT) {
            return new Found(null, new Lease(seen, 0));
        }
        CacheRecord there = CacheRecord.of(seen.value());
        if (there instanceof Value value) {
            return new Found(value.payload(), new Lease(seen.bare(), 0));
        }
        if (there instanceof Tombstone tombstone) {
            sightings.note(tombstone.id());
            return new Found(null, new Lease(seen.bare(), tombstone.id()));
        }
        return Found.NOTHING;
    }

    /** Whether a value is there. */
    public boolean contains(Object key) {
        return CacheRecord.of(space.read(key).value()) instanceof Value;
    }

    /**
     * Stores what was read from the database after the lease was given. What a transaction sees that is older than a clear
     * of the region is not stored, as far as this JVM can know: the transaction may see what was there before, whatever
     * its isolation.
     *
     * @param began when the transaction began, by {@link System#nanoTime()}
     * @return what is there since, or null where it was not stored
     */
    public @Nullable Seen fill(Lease lease, byte[] payload, long began) {
        boolean late = lease.tombstone() != 0 && !sightings.before(lease.tombstone(), began);
        Seen after = late ? null : storeAsOf(lease.seen(), payload, began).after();
        return after == null ? null : after.bare();
    }

    /**
     * Stores what never changes, where nothing is.
     *
     * @param began as for {@link #fill}
     */
    public boolean add(Object key, byte[] payload, long began) {
        return storeAsOf(space.unseen(key), payload, began).isDone();
    }

    private Change storeAsOf(Seen seen, byte[] payload, long began) {
        return space.storeAsOf(seen, new Value(payload).bytes(), options.lifetime(), began);
    }

    // --- changes ---

    /**
     * Says that a transaction is about to change what is under the key.
     *
     * @param known what the transaction has seen there, if it has looked
     * @throws FlagstoneException when that cannot be said and the region is strict
     */
    public Hold lock(Object key, @Nullable Seen known) {
        Hold hold = new Hold(key, space.random());
        FlagstoneException why = null;
        // to suppose wrongly costs no more than to look first
        Seen seen = known != null ? known : space.unseen(key);
        for (int round = 0; round < ROUNDS; round++) {
            seen = seen == null ? space.read(key) : seen;
            if (seen.state() == Seen.State.UNREACHABLE) {
                return unlocked(hold, seen.failure());
            }
            Change change = place(hold, seen);
            if (change.isDone()) {
                return hold;
            }
            why = change.failure();
            if (why != null) {
                break;
            }
            seen = change.after();
        }
        return unlocked(hold, why != null ? why : new HeldByAnother("others changed an entry all the time"));
    }

    private Change place(Hold hold, Seen seen) {
        long now = space.now();
        Holder holder = new Holder(hold.id(), now + options.lock().toMillis());
        Holders before = CacheRecord.of(seen.value()) instanceof Lock lock ? lock.holders() : Holders.NONE;
        Lock lock = new Lock(before.with(holder, now));
        Change change = storeOrRead(seen, lock);
        Seen after = change.after();
        if (change.isDone() && after != null) {
            hold.place(after, lock.holders().contested());
        }
        return change;
    }

    private Hold unlocked(Hold hold, FlagstoneException why) {
        if (options.strict()) {
            throw why;
        }
        space.invalidate(hold.key());
        return hold;
    }

    /** The transaction has been committed: its value is stored if nobody else had a hand in, otherwise a tombstone. */
    public boolean commit(Hold hold, byte[] payload) {
        Seen placed = hold.placed();
        if (placed != null && !hold.isContested()) {
            Change change = store(placed, new Value(payload));
            if (change.isDone()) {
                return true;
            }
            if (change.outcome() != Change.Outcome.CONFLICT) {
                space.invalidate(hold.key());
                return false;
            }
        }
        end(hold.key(), hold.id(), null);
        return false;
    }

    /** The transaction has ended, one way or another, without a value to store. */
    public void release(Hold hold) {
        end(hold.key(), hold.id(), hold.isContested() ? null : hold.placed());
    }

    /**
     * Sees to it that nobody reads or fills what was read before. A lock stays.
     *
     * @param known what the transaction has seen there, if it has looked
     */
    public Buried bury(Object key, @Nullable Seen known) {
        // to suppose wrongly costs no more than to look first
        Seen seen = known != null ? known : space.unseen(key);
        for (int round = 0; round < ROUNDS; round++) {
            seen = seen == null ? space.read(key) : seen;
            if (seen.state() == Seen.State.UNREACHABLE) {
                space.invalidate(key);
                return new Buried(null, seen.failure());
            }
            if (CacheRecord.of(seen.value()) instanceof Lock) {
                return Buried.WITHOUT_A_TRACE;
            }
            Change change = storeOrRead(seen, tombstone());
            Seen after = change.after();
            if (change.isDone() && after != null) {
                return new Buried(after.bare(), null);
            }
            if (change.failure() != null) {
                space.invalidate(key);
                return new Buried(null, change.failure());
            }
            seen = after;
        }
        space.invalidate(key);
        return Buried.WITHOUT_A_TRACE;
    }

    /**
     * Takes one holder out of the lock; with the last one, or where there is no lock any more, a tombstone remains.
     *
     * @param known the lock as it was last seen, for the first round
     */
    private void end(Object key, long id, @Nullable Seen known) {
        for (int round = 0; round < ROUNDS; round++) {
            Seen seen = round == 0 && known != null ? known : space.read(key);
            CacheRecord next = tombstone();
            if (CacheRecord.of(seen.value()) instanceof Lock lock) {
                Holders left = lock.holders().without(id, space.now());
                next = left.isEmpty() ? next : new Lock(left);
            }
            if (settled(seen, next)) {
                return;
            }
        }
        space.invalidate(key);
    }

    /** Stores; true when that is over, done or owed. */
    private boolean settled(Seen seen, CacheRecord next) {
        if (seen.state() != Seen.State.UNREACHABLE) {
            Change change = store(seen, next);
            if (change.isDone() || change.outcome() == Change.Outcome.CONFLICT) {
                return change.isDone();
            }
        }
        space.invalidate(seen.key());
        return true;
    }

    private Tombstone tombstone() {
        return new Tombstone(space.random());
    }

    private Change store(Seen seen, CacheRecord next) {
        return noted(space.store(seen, next.bytes(), lifetime(next)), next);
    }

    /** For records that are as small as what it costs to have them read back. */
    private Change storeOrRead(Seen seen, CacheRecord next) {
        return noted(space.storeOrRead(seen, next.bytes(), lifetime(next)), next);
    }

    private @Nullable Duration lifetime(CacheRecord next) {
        if (next instanceof Lock lock) {
            return Duration.ofMillis(Math.max(1, lock.holders().end() - space.now()));
        }
        return next instanceof Tombstone ? options.tombstone() : options.lifetime();
    }

    private Change noted(Change change, CacheRecord next) {
        if (change.isDone() && next instanceof Tombstone tombstone) {
            sightings.note(tombstone.id());
        }
        return change;
    }

    /**
     * Makes the whole region unreadable, fills that are on their way included.
     *
     * @throws FlagstoneException when a node cannot be told and the region is strict; it is told before its next read
     */
    public void clear() {
        List<FlagstoneException> failures = space.clear();
        if (options.strict() && !failures.isEmpty()) {
            throw failures.get(0);
        }
    }
}
