package io.flagstone.provider.internal.cache;

import io.flagstone.provider.failure.NotDecodable;
import io.flagstone.provider.internal.clock.Deadline;
import io.flagstone.provider.internal.entry.Entry;
import io.flagstone.provider.internal.entry.EntryKey;
import io.flagstone.provider.internal.entry.Move;
import io.flagstone.provider.internal.stats.CacheCounters.Figure;
import io.flagstone.provider.internal.stats.Unreadable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Values that are served for a while after their end, because somebody is renewing them (stale-while-revalidate).
 *
 * <pre>
 *   stored ──► end ──► first read: marked as being renewed, by token ──► loaded ──► stored over the mark, by token
 *               └──────────── the value of before is read ─────────────────────────┘
 * </pre>
 *
 * The mark is part of the entry, so one client of all wins it, and others see it without asking. It counts for as long as the
 * cache's lease; then another may try. Whoever changes, removes or clears the entry takes mark and value away, and the late
 * store fails. After the window nobody reads the value, and the entry is loaded like any that is missing.
 */
final class Renewals<K, V> {

    private static final System.Logger LOG = System.getLogger(Renewals.class.getName());

    /** Renewals of one cache under way at once in this JVM; the reads of others try again. A guess: a pool of connections. */
    private static final int MOST = 16;

    private static final long QUIET_NANOS = TimeUnit.MINUTES.toNanos(1);

    private final CacheParts<K, V> parts;
    private final Loads<K, V> loads;
    private final Fills<K, V> fills;
    private final long windowMillis;
    private final Semaphore room = new Semaphore(MOST);
    private final Set<EntryKey> underWay = ConcurrentHashMap.newKeySet();
    private final AtomicLong told = new AtomicLong(System.nanoTime() - QUIET_NANOS);

    private Renewals(CacheParts<K, V> parts, Loads<K, V> loads, Fills<K, V> fills, Duration window) {
        this.parts = parts;
        this.loads = loads;
        this.fills = fills;
        this.windowMillis = window.toMillis();
    }

    /** For a cache that reads through and is configured so; where reads move the ends of entries there is nothing to renew. */
    static <K, V> @Nullable Renewals<K, V> of(CacheParts<K, V> parts, @Nullable Loads<K, V> loads, Fills<K, V> fills) {
        Duration window = parts.options().staleWhileRevalidate();
        if (window == null
                || loads == null
                || !parts.readThrough()
                || parts.expiry().readsMatter()) {
            return null;
        }
        return new Renewals<>(parts, loads, fills, window);
    }

    /** The value that an entry had, if it may still be read; null otherwise. Whoever reads it sees to its renewal. */
    @Nullable
    V valueOf(Entry entry) {
        boolean inTime = entry.state() == Entry.State.EXPIRED && parts.store().now() - entry.end() < windowMillis;
        if (!inTime) {
            return null;
        }
        try {
            return parts.value(entry);
        } catch (NotDecodable e) {
            Unreadable.report(e);
            return null;
        }
    }

    /** Has these entries renewed in the background, except for those that somebody renews already. */
    void renew(List<Entry> served) {
        long now = parts.store().now();
        List<Entry> ours = new ArrayList<>(served.size());
        for (Entry entry : served) {
            if (entry.renewal() <= now && underWay.add(entry.key())) {
                ours.add(entry);
            }
        }
        if (!ours.isEmpty() && !isStarted(ours)) {
            ours.forEach(entry -> underWay.remove(entry.key()));
        }
    }

    private boolean isStarted(List<Entry> ours) {
        if (parts.gate().isClosed() || !room.tryAcquire()) {
            return false;
        }
        try {
            parts.executor().execute(() -> run(ours));
            return true;
        } catch (RejectedExecutionException e) {
            room.release();
            return false;
        }
    }

    private void run(List<Entry> ours) {
        try {
            int pass = parts.gate().enter();
            try {
                load(marked(ours));
            } finally {
                parts.gate().leave(pass);
            }
        } catch (RuntimeException e) {
            if (!parts.gate().isClosed()) {
                report(e);
            }
        } finally {
            ours.forEach(entry -> underWay.remove(entry.key()));
            room.release();
        }
    }

    /** Those that this client has won. */
    private List<Entry> marked(List<Entry> ours) {
        long until = parts.store().now() + parts.options().lease().toMillis();
        List<Move> moves = ours.stream().map(entry -> Move.renew(entry, until)).toList();
        parts.store().runAll(moves, parts.store().deadline());
        return moves.stream().filter(Move::isDone).map(Move::after).toList();
    }

    /** What the loader throws leaves the value as it is: another client tries when the lease is over. */
    private void load(List<Entry> marked) {
        if (marked.isEmpty()) {
            return;
        }
        int done;
        try {
            done = loaded(marked);
        } catch (RuntimeException e) {
            parts.counters().count(Figure.RENEWALS_FAILED, marked.size());
            throw e;
        }
        parts.counters().count(Figure.RENEWALS_MADE, done);
        parts.counters().count(Figure.RENEWALS_LATE, marked.size() - done);
    }

    /** How many of them are now as the loader says. */
    private int loaded(List<Entry> marked) {
        Map<K, V> answer = answer(marked);
        List<Entry> filled = new ArrayList<>(marked.size());
        List<Move> gone = new ArrayList<>(0);
        for (Entry entry : marked) {
            if (answer.get(entry.key().object()) == null) {
                gone.add(Move.remove(entry));
            } else {
                filled.add(entry);
            }
        }
        Deadline deadline = parts.store().deadline();
        parts.store().runAll(gone, deadline);
        int removed = (int) gone.stream().filter(Move::isDone).count();
        return removed + fills.storeAll(filled, answer, deadline);
    }

    @SuppressWarnings("unchecked") // made from a key of the cache
    private Map<K, V> answer(List<Entry> marked) {
        if (marked.size() > 1) {
            return loads.askAll(marked.stream().map(Entry::key).toList());
        }
        EntryKey key = marked.get(0).key();
        Map<K, V> answer = new HashMap<>();
        V value = loads.ask(key);
        if (value != null) {
            answer.put((K) key.object(), value);
        }
        return answer;
    }

    private void report(RuntimeException why) {
        long now = System.nanoTime();
        long last = told.get();
        if (now - last >= QUIET_NANOS && told.compareAndSet(last, now)) {
            LOG.log(
                    System.Logger.Level.WARNING,
                    "entries could not be renewed; their former values are read until their time is over",
                    why);
        }
    }
}
