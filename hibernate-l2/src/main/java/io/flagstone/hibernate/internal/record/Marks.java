package io.flagstone.hibernate.internal.record;

import io.flagstone.hibernate.internal.record.CacheRecord.Mark;
import io.flagstone.provider.entry.Change;
import io.flagstone.provider.entry.EntrySpace;
import io.flagstone.provider.entry.Seen;
import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.failure.HeldByAnother;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * When which table was updated last, and by whom it is being updated.
 *
 * <p>Stamps come from one sequence on a node. Its upper half is chosen at random when the sequence begins, so that stamps
 * of a sequence that was lost are known as such: they say nothing about each other, and all results under them are stale.
 * A mark that is missing, or that nobody can read, makes results stale as well. Results are as new as the stamp that
 * their JVM knew of when their transaction began, so reading costs no stamps.
 */
public final class Marks {

    /** What is newer than every result. */
    public static final long STALE = Long.MAX_VALUE;

    private static final String SEQUENCE = "sequence";
    private static final String TABLE = "table ";

    /** Rounds against other clients before a mark is removed instead, which makes results stale. A guess. */
    private static final int ROUNDS = 32;

    /** The bits of a stamp that count; the others tell sequences apart. */
    private static final int COUNTING_BITS = 32;

    private final EntrySpace space;
    private final Duration patience;
    private final boolean strict;
    private final AtomicLong known = new AtomicLong();

    /** The marks as this JVM wrote them: nobody else may have changed them since. As many as there are tables. */
    private final Map<String, Seen> own = new ConcurrentHashMap<>();

    /**
     * @param patience how long a transaction may take from its first change to its end
     * @param strict whether a change that cannot be announced is refused
     */
    public Marks(EntrySpace space, Duration patience, boolean strict) {
        this.space = space;
        this.patience = patience;
        this.strict = strict;
    }

    EntrySpace space() {
        return space;
    }

    /** What the marks of the tables are kept under. */
    static List<String> keys(List<String> tables) {
        return tables.stream().map(Marks::key).toList();
    }

    private static String key(String table) {
        return TABLE + table;
    }

    private static long sequence(long stamp) {
        return stamp >>> COUNTING_BITS;
    }

    /** The latest stamp that this JVM knows to be given; 0 where it knows none. */
    public long known() {
        return known.get();
    }

    /**
     * A result is missing, so its query will run: asks which stamp was given last, for the transactions that begin from
     * now on.
     */
    public void learn() {
        try {
            long last = space.last(SEQUENCE);
            if (last == 0) {
                next();
            } else {
                raise(last);
            }
        } catch (FlagstoneException e) {
            // results of older stamps are stale sooner
        }
    }

    private long next() {
        long seed = (space.random() & 0x7FFF_FFFFL) << COUNTING_BITS;
        long stamp = space.next(SEQUENCE, seed + 1);
        raise(stamp);
        return stamp;
    }

    /** The sequence itself says so. */
    private void raise(long stamp) {
        known.accumulateAndGet(stamp, (old, fresh) -> sequence(old) == sequence(fresh) ? Math.max(old, fresh) : fresh);
    }

    /** A stamp that was read may be one of a sequence that is lost; it raises what is known, and replaces nothing. */
    private void learn(long stamp) {
        known.accumulateAndGet(
                stamp, (old, read) -> old == 0 || sequence(old) == sequence(read) ? Math.max(old, read) : old);
    }

    // --- updates ---

    /**
     * A transaction is about to change the table.
     *
     * @param owner what the transaction is called
     * @throws FlagstoneException when that cannot be said and changes are refused then
     */
    public void changing(String table, long owner) {
        FlagstoneException failure = change(table, own.get(table), mark -> {
            long now = space.now();
            Holder holder = new Holder(owner, now + patience.toMillis());
            boolean expired = mark != null && mark.holders().hasExpired(now);
            Holders holders = mark == null ? Holders.NONE : mark.holders();
            // of those that are given up nobody knows whether they have changed anything
            return new Mark(mark == null || expired ? next() : mark.last(), holders.with(holder, now));
        });
        if (failure != null && strict) {
            throw failure;
        }
    }

    /** The transaction has ended, one way or another. */
    public void changed(String table, long owner) {
        AtomicLong drawn = new AtomicLong();
        change(table, own.get(table), mark -> {
            Holders holders = mark == null ? Holders.NONE : mark.holders();
            return new Mark(since(mark, drawn), holders.without(owner, space.now()));
        });
    }

    /** A stamp of after the transaction's end: drawn once, however many rounds it takes to place it. */
    private long since(@Nullable Mark mark, AtomicLong drawn) {
        if (drawn.get() == 0 || (mark != null && sequence(mark.last()) != sequence(drawn.get()))) {
            drawn.set(next());
        }
        boolean later = mark != null && sequence(mark.last()) == sequence(drawn.get()) && mark.last() > drawn.get();
        return mark != null && later ? mark.last() : drawn.get();
    }

    /**
     * Changes a mark by CAS, or makes sure that nobody finds it.
     *
     * @param supposed what is tried first, or null to look
     */
    private @Nullable FlagstoneException change(
            String table, @Nullable Seen supposed, UnaryOperator<@Nullable Mark> how) {
        String key = key(table);
        FlagstoneException failure = null;
        try {
            Seen seen = supposed;
            for (int round = 0; round < ROUNDS && failure == null; round++) {
                seen = seen == null ? space.read(key) : seen;
                if (seen.state() == Seen.State.UNREACHABLE) {
                    failure = seen.failure();
                    break;
                }
                Mark there = CacheRecord.of(seen.value()) instanceof Mark mark ? mark : null;
                Mark next = how.apply(there);
                if (next == null) {
                    return null;
                }
                Change change = space.storeOrRead(seen, next.bytes(), null);
                seen = change.after();
                if (change.isDone() && seen != null) {
                    own.put(table, seen);
                    return null;
                }
                failure = change.failure();
            }
        } catch (FlagstoneException e) {
            failure = e;
        }
        own.remove(table);
        space.invalidate(key);
        return failure != null ? failure : new HeldByAnother("others changed the mark of a table all the time");
    }

    // --- questions ---

    /**
     * The stamp of the table's last update, for a result that was cached under that other stamp; {@link #STALE} where
     * the result cannot be trusted, because the table is being changed or nobody knows.
     *
     * @param ahead the mark, if it was read together with the result
     */
    public long lastUpdate(String table, long cachedUnder, @Nullable Seen ahead) {
        Seen seen = ahead != null ? ahead : space.read(key(table));
        if (seen.state() == Seen.State.UNREACHABLE) {
            return STALE;
        }
        if (!(CacheRecord.of(seen.value()) instanceof Mark mark)) {
            // nobody knows when it was updated: from now on somebody does
            renew(table, seen, null);
            return STALE;
        }
        if (mark.holders().hasExpired(space.now())) {
            renew(table, seen, mark);
            return STALE;
        }
        learn(mark.last());
        if (sequence(mark.last()) != sequence(cachedUnder)) {
            if (sequence(mark.last()) != sequence(known())) {
                renew(table, seen, mark);
            }
            return STALE;
        }
        return mark.holders().isEmpty() ? mark.last() : STALE;
    }

    /** Puts a new stamp on a mark that is still as seen. */
    private void renew(String table, Seen item, @Nullable Mark seen) {
        change(table, item, mark -> {
            if (mark != null && !mark.equals(seen)) {
                return null;
            }
            Holders holders = mark == null ? Holders.NONE : mark.holders();
            return new Mark(next(), holders.without(0, space.now()));
        });
    }

    /** Forgets all marks: every result is stale. */
    public void clear() {
        space.clear();
    }
}
