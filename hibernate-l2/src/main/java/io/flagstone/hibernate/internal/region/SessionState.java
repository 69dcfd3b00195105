package io.flagstone.hibernate.internal.region;

import io.flagstone.hibernate.internal.record.Found;
import io.flagstone.hibernate.internal.record.Lease;
import io.flagstone.hibernate.internal.record.Records;
import io.flagstone.provider.entry.Seen;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.hibernate.cache.spi.CacheTransactionSynchronization;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.jspecify.annotations.Nullable;

/**
 * What one session keeps between its calls: the leases of its misses, its holds, the tables that it is changing, and when
 * its transaction began. A session belongs to one thread at a time.
 */
public final class SessionState implements CacheTransactionSynchronization {

    /** Places whose fill or change may still come; the oldest are forgotten. A guess. */
    private static final int MOST_PLACES = 10_000;

    private record Place(Records records, Object key) {}

    /**
     * What the session has seen in a place.
     *
     * @param seen the item, by whose token it can be changed without another look
     * @param lease the right to fill it, or null
     * @param reads how many reads have seen the lease untouched
     */
    record Noted(@Nullable Seen seen, @Nullable Lease lease, int reads) {}

    private final long id;
    private final LongSupplier stamps;
    private final Map<Place, Noted> places = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Place, Noted> eldest) {
            return size() > MOST_PLACES;
        }
    };
    private final Map<Place, Found> ahead = new HashMap<>();
    private final Map<Place, Held> holds = new HashMap<>();
    private final Set<String> tables = new HashSet<>();
    private long began = System.nanoTime();
    private long stamp;
    private long reading;
    private Set<String> tablesOfResult = new HashSet<>();
    private final Map<String, Seen> marks = new HashMap<>();

    /**
     * @param id random
     * @param stamps the latest stamp that this JVM knows to be given, or 0
     */
    public SessionState(long id, LongSupplier stamps) {
        this.id = id;
        this.stamps = stamps;
        this.stamp = afterKnown();
    }

    private long afterKnown() {
        long known = stamps.getAsLong();
        return known == 0 ? 0 : known + 1;
    }

    static SessionState of(SharedSessionContractImplementor session) {
        if (session.getCacheTransactionSynchronization() instanceof SessionState state) {
            return state;
        }
        throw new IllegalStateException("the session was not opened with this region factory");
    }

    // --- places ---

    /** What the session is about to ask for, one after the other, and has been read already. */
    void readAhead(Records records, Object key, Found found) {
        ahead.put(new Place(records, key), found);
    }

    /** What was read ahead; as soon as anything else is asked for, all of that is too old. */
    @Nullable
    Found takeAhead(Records records, Object key) {
        if (ahead.isEmpty()) {
            return null;
        }
        Found found = ahead.remove(new Place(records, key));
        if (found == null) {
            ahead.clear();
        }
        return found;
    }

    /** A miss, or a result that may have to be replaced. */
    void note(Records records, Object key, @Nullable Lease lease) {
        Place place = new Place(records, key);
        Noted before = places.remove(place);
        if (lease != null) {
            Lease old = before == null ? null : before.lease();
            int reads = before != null && old != null && old.isSame(lease) ? before.reads() : 0;
            places.put(place, new Noted(lease.seen(), lease, reads + 1));
        }
    }

    /** A hit, or what this session has stored: it may be changed, but not filled. */
    void see(Records records, Object key, @Nullable Seen seen) {
        Place place = new Place(records, key);
        if (seen == null) {
            places.remove(place);
        } else {
            places.put(place, new Noted(seen, null, 0));
        }
    }

    /** The lease of this session's own miss; it can be used once. */
    @Nullable
    Noted take(Records records, Object key) {
        Place place = new Place(records, key);
        Noted noted = places.get(place);
        if (noted == null || noted.lease() == null) {
            return null;
        }
        places.remove(place);
        return noted;
    }

    /** What this session has seen there, for a change, after which it is not so any more. */
    @Nullable
    Seen takeSeen(Records records, Object key) {
        ahead.clear();
        Noted noted = places.remove(new Place(records, key));
        return noted == null ? null : noted.seen();
    }

    /** When the transaction began, or the session, by {@link System#nanoTime()}. */
    long began() {
        return began;
    }

    // --- holds ---

    Held hold(Records records, Object key, Supplier<Held> lock) {
        return holds.computeIfAbsent(new Place(records, key), place -> lock.get())
                .again();
    }

    /** The hold, one use less; null where there is none. */
    @Nullable
    Held held(Records records, Object key) {
        return holds.get(new Place(records, key));
    }

    void forget(Records records, Object key) {
        holds.remove(new Place(records, key));
    }

    // --- tables ---

    /** What this session is called in the marks of tables. */
    long id() {
        return id;
    }

    /** True when the table was not being changed before. */
    boolean changes(String table) {
        marks.clear();
        return tables.add(table);
    }

    void changed(String table) {
        tables.remove(table);
    }

    /** The session looks for a result. Marks that were read with another one are too old. */
    void looks() {
        marks.clear();
    }

    /** This mark was read together with the result. */
    void readAhead(String table, Seen mark) {
        marks.put(table, mark);
    }

    /**
     * The session has read a result under this stamp, and will ask for the marks of its tables.
     *
     * @param tables takes those that it asks for
     */
    void reads(long resultStamp, Set<String> tables) {
        reading = resultStamp;
        tablesOfResult = tables;
    }

    /** The mark that was read together with the result, if it was. */
    @Nullable
    Seen takeMark(String table) {
        tablesOfResult.add(table);
        return marks.remove(table);
    }

    long reading() {
        return reading;
    }

    // --- what Hibernate tells ---

    /**
     * The stamp for results of this transaction: it sees all updates that were known when it began, and what ends later
     * gets this stamp or a higher one. 0 where none is known.
     */
    @Override
    public long getCachingTimestamp() {
        return stamp;
    }

    @Override
    public void transactionJoined() {
        places.clear();
        ahead.clear();
        marks.clear();
        began = System.nanoTime();
        stamp = afterKnown();
    }

    @Override
    public void transactionCompleting() {
        // what is to be told before a commit has been told by the access classes
    }

    /** Holds that nobody asks for any more, such as that of an insert that was rolled back, end here. */
    @Override
    public void transactionCompleted(boolean successful) {
        places.clear();
        ahead.clear();
        List<Held> left = List.copyOf(holds.values());
        holds.clear();
        left.forEach(Held::release);
    }
}
