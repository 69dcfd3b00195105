package io.flagstone.server.internal.operation;

import io.flagstone.server.internal.stats.ClassCounter;
import io.flagstone.server.internal.stats.Counter;
import io.flagstone.server.internal.stats.LoopCounters;
import io.flagstone.server.internal.watch.RequestLog;
import io.flagstone.server.store.Cursor;
import io.flagstone.server.store.Draft;
import io.flagstone.server.store.Mark;
import org.jspecify.annotations.Nullable;

/** Stores a complete draft as its order's mode and conditions say: the heart of set, add, replace, append, cas, ms. */
public final class Storing {
    /** What became of an item that was to be stored. */
    public enum Result {
        STORED,
        /** The condition did not hold, or there was no room for two values joined. */
        NOT_STORED,
        /** Another CAS number. */
        EXISTS,
        NOT_FOUND,
        TOO_LARGE,
        OUT_OF_MEMORY
    }

    private final LoopCounters counters;
    private final Cursor cursor;
    private final Draft scratch;
    private final RequestLog log;
    private long storedCas;
    private int storedLength;
    private boolean joined;

    /** Storing for one event loop. */
    public Storing(Tools tools) {
        this.counters = tools.counters();
        this.cursor = tools.cursor();
        this.scratch = tools.scratch();
        this.log = tools.log();
    }

    /** CAS number of what was stored last; 0 when the last attempt stored nothing. */
    public long storedCas() {
        return storedCas;
    }

    /** Value length of what was stored last. */
    public int storedLength() {
        return storedLength;
    }

    /**
     * Opens the order's draft for its value.
     *
     * @param expiry second in which the item expires
     * @param forgets whether an item under this key goes when the new one is refused, so that it is not served in its
     *     place
     * @return null when the value may come, else why not
     */
    public @Nullable Result open(
            StoreOrder order, byte[] key, int from, int keyLength, int flags, int expiry, int length, boolean forgets) {
        Draft.Outcome outcome = order.draft().open(key, from, keyLength, flags, expiry, length);
        if (outcome == Draft.Outcome.READY) {
            return null;
        }
        log.refused(order.mode.name(), outcome == Draft.Outcome.TOO_LARGE, key, from, keyLength);
        if (forgets) {
            forget(key, from, keyLength);
        }
        return refusal(outcome);
    }

    /**
     * Stores the value that the order has in whole, with one look at the index; else as {@link #open}, writing and
     * {@link #store} would.
     *
     * @return null when memory ran out while the value was written
     */
    public @Nullable Result storeWhole(
            StoreOrder order, byte[] key, int from, int keyLength, int flags, int expiry, boolean forgets) {
        begin();
        Draft draft = order.draft();
        int length = order.valueLength;
        try {
            boolean found = cursor.seek(key, from, keyLength);
            if (found
                    && order.mode.replacesAnything()
                    && cursor.renew(order.value, order.valueStart, length, flags, expiry)) {
                counters.count(Counter.CMD_SET);
                stored(order);
                return Result.STORED;
            }
            Draft.Outcome outcome = draft.open(key, from, keyLength, flags, expiry, length);
            if (outcome != Draft.Outcome.READY) {
                log.refused(order.mode.name(), outcome == Draft.Outcome.TOO_LARGE, key, from, keyLength);
                if (forgets && found) {
                    cursor.remove();
                }
                return refusal(outcome);
            }
            if (!draft.write(order.value, order.valueStart, length)) {
                ranOut();
                return null;
            }
            return store(order, found);
        } finally {
            cursor.release();
            draft.discard();
        }
    }

    private void forget(byte[] key, int from, int length) {
        try {
            if (cursor.seek(key, from, length)) {
                cursor.remove();
            }
        } finally {
            cursor.release();
        }
    }

    /** Memory ran out while the value arrived; the draft is gone. */
    public Result ranOut() {
        return refusal(Draft.Outcome.OUT_OF_MEMORY);
    }

    /** Stores the order's draft, or discards it. */
    public Result store(StoreOrder order) {
        begin();
        try {
            return store(order, cursor.seek(order.draft()));
        } finally {
            cursor.release();
            order.draft().discard();
        }
    }

    private void begin() {
        storedCas = 0;
        storedLength = 0;
        joined = false;
    }

    private Result store(StoreOrder order, boolean found) {
        counters.count(Counter.CMD_SET);
        Result result = found ? replace(order) : create(order);
        if (result == Result.STORED) {
            stored(order);
        } else {
            log.notStored(order.mode.name(), result.name(), order.draft());
        }
        return result;
    }

    private void stored(StoreOrder order) {
        finish(order);
        log.stored(order.mode.name());
    }

    private void finish(StoreOrder order) {
        if (order.setsCas) {
            cursor.cas(order.explicitCas);
        }
        if (order.marksBinaryKey && !joined) {
            cursor.mark(Mark.BINARY_KEY, true);
        }
        storedCas = cursor.cas();
        storedLength = cursor.valueLength();
        counters.count(Counter.TOTAL_ITEMS);
        counters.count(ClassCounter.CMD_SET, cursor.slabClass());
    }

    /** Nothing is there. */
    private Result create(StoreOrder order) {
        switch (order.mode) {
            case SET, ADD -> {
                cursor.store(order.draft());
                return Result.STORED;
            }
            case CAS -> {
                counters.count(Counter.CAS_MISSES);
                return Result.NOT_FOUND;
            }
            case APPEND, PREPEND -> {
                if (!order.vivifies) {
                    return Result.NOT_STORED;
                }
                order.draft().expiry(order.vivifyExpiry);
                cursor.store(order.draft());
                return Result.STORED;
            }
            default -> {
                return Result.NOT_STORED;
            }
        }
    }

    /** An item is under the cursor. */
    private Result replace(StoreOrder order) {
        switch (order.mode) {
            case SET, REPLACE -> {
                cursor.store(order.draft());
                return Result.STORED;
            }
            case CAS -> {
                return compareAndSet(order);
            }
            case APPEND, PREPEND -> {
                return order.comparesCas && order.compareCas != cursor.cas() ? Result.EXISTS : join(order);
            }
            default -> {
                return Result.NOT_STORED;
            }
        }
    }

    private Result compareAndSet(StoreOrder order) {
        long current = cursor.cas();
        int slabClass = cursor.slabClass();
        if (order.compareCas == current) {
            counters.count(Counter.CAS_HITS);
            counters.count(ClassCounter.CAS_HITS, slabClass);
            cursor.store(order.draft());
            return Result.STORED;
        }
        if (order.maySetStale && Long.compareUnsigned(order.compareCas, current) < 0) {
            storeStale(order);
            return Result.STORED;
        }
        counters.count(Counter.CAS_BADVAL);
        counters.count(ClassCounter.CAS_BADVAL, slabClass);
        return Result.EXISTS;
    }

    /** An outdated writer may still leave its value, which keeps the life and the marks of the item it replaces. */
    private void storeStale(StoreOrder order) {
        boolean won = cursor.has(Mark.WON);
        order.draft().expiry(cursor.expiry());
        cursor.store(order.draft());
        cursor.mark(Mark.STALE, true);
        if (won) {
            cursor.mark(Mark.WON, true);
        }
    }

    /**
     * Joins what is there and the draft in a third item, with flags, life and key form of what is there. When there is
     * no room for it what was there stays, and the answer is memcached's plain "not stored".
     */
    private Result join(StoreOrder order) {
        Draft whole = scratch;
        Draft piece = order.draft();
        boolean binary = cursor.has(Mark.BINARY_KEY);
        long length = (long) cursor.valueLength() + piece.valueLength();
        if (length > Integer.MAX_VALUE) {
            return notJoined(Draft.Outcome.TOO_LARGE);
        }
        Draft.Outcome outcome = whole.open(piece, cursor.flags(), cursor.expiry(), (int) length);
        if (outcome != Draft.Outcome.READY) {
            return notJoined(outcome);
        }
        boolean append = order.mode == StoreOrder.Mode.APPEND;
        boolean copied = append
                ? cursor.copyValueTo(whole) && piece.copyTo(whole)
                : piece.copyTo(whole) && cursor.copyValueTo(whole);
        if (!copied) {
            return notJoined(Draft.Outcome.OUT_OF_MEMORY);
        }
        cursor.store(whole);
        cursor.mark(Mark.BINARY_KEY, binary);
        joined = true;
        return Result.STORED;
    }

    private Result notJoined(Draft.Outcome outcome) {
        refusal(outcome);
        return Result.NOT_STORED;
    }

    /** Counts a draft that could not be opened and names the reason. */
    private Result refusal(Draft.Outcome outcome) {
        if (outcome == Draft.Outcome.TOO_LARGE) {
            counters.count(Counter.STORE_TOO_LARGE);
            return Result.TOO_LARGE;
        }
        counters.count(Counter.STORE_NO_MEMORY);
        return Result.OUT_OF_MEMORY;
    }
}
