package io.flagstone.server.internal.command;

import io.flagstone.server.internal.protocol.Replies;
import io.flagstone.server.internal.protocol.Text;
import io.flagstone.server.internal.stats.ClassCounter;
import io.flagstone.server.internal.stats.Counter;
import io.flagstone.server.store.Cursor;
import io.flagstone.server.store.Draft;
import io.flagstone.server.store.Mark;

/** Stores a complete draft as its session's mode and conditions say: the heart of set, add, replace, append, cas, ms. */
final class Storing {
    /** When and how an item is stored. */
    enum Mode {
        SET,
        ADD,
        REPLACE,
        APPEND,
        PREPEND,
        CAS
    }

    /** What became of an item that was to be stored, in the words of both dialects. */
    enum Result {
        STORED(Replies.STORED, "HD"),
        NOT_STORED(Replies.NOT_STORED, "NS"),
        EXISTS(Replies.EXISTS, "EX"),
        NOT_FOUND(Replies.NOT_FOUND, "NF"),
        TOO_LARGE(Replies.TOO_LARGE, ""),
        OUT_OF_MEMORY(Replies.OUT_OF_MEMORY, "");

        private final byte[] classic;
        private final byte[] meta;

        Result(byte[] classic, String meta) {
            this.classic = classic;
            this.meta = Text.ascii(meta);
        }

        /** The whole reply of a classic command. */
        byte[] classic() {
            return classic;
        }

        /** The code of a meta command's reply; empty for failures that are told in classic words. */
        byte[] meta() {
            return meta;
        }
    }

    private final Workbench bench;
    private final Cursor cursor;
    private long storedCas;
    private int storedLength;
    private boolean joined;

    Storing(Workbench bench) {
        this.bench = bench;
        this.cursor = bench.cursor;
    }

    /** CAS number of what was stored last; 0 when the last attempt stored nothing. */
    long storedCas() {
        return storedCas;
    }

    /** Value length of what was stored last. */
    int storedLength() {
        return storedLength;
    }

    /** Stores the session's draft, or discards it. */
    Result store(Session session) {
        storedCas = 0;
        storedLength = 0;
        joined = false;
        bench.counters.count(Counter.CMD_SET);
        try {
            boolean found = cursor.seek(session.draft);
            Result result = found ? replace(session) : create(session);
            if (result == Result.STORED) {
                finish(session);
                bench.log.stored(session.mode.name());
            } else {
                bench.log.notStored(session.mode.name(), result.name(), session.draft);
            }
            return result;
        } finally {
            cursor.release();
            session.draft.discard();
        }
    }

    private void finish(Session session) {
        if (session.setsCas) {
            cursor.cas(session.explicitCas);
        }
        if (session.isBinaryKey && !joined) {
            cursor.mark(Mark.BINARY_KEY, true);
        }
        storedCas = cursor.cas();
        storedLength = cursor.valueLength();
        bench.counters.count(Counter.TOTAL_ITEMS);
        bench.counters.count(ClassCounter.CMD_SET, cursor.slabClass());
    }

    /** Nothing is there. */
    private Result create(Session session) {
        switch (session.mode) {
            case SET, ADD -> {
                cursor.store(session.draft);
                return Result.STORED;
            }
            case CAS -> {
                bench.counters.count(Counter.CAS_MISSES);
                return Result.NOT_FOUND;
            }
            case APPEND, PREPEND -> {
                if (!session.vivifies) {
                    return Result.NOT_STORED;
                }
                session.draft.expiry(session.vivifyExpiry);
                cursor.store(session.draft);
                return Result.STORED;
            }
            default -> {
                return Result.NOT_STORED;
            }
        }
    }

    /** An item is under the cursor. */
    private Result replace(Session session) {
        switch (session.mode) {
            case SET, REPLACE -> {
                cursor.store(session.draft);
                return Result.STORED;
            }
            case CAS -> {
                return compareAndSet(session);
            }
            case APPEND, PREPEND -> {
                return session.comparesCas && session.compareCas != cursor.cas() ? Result.EXISTS : join(session);
            }
            default -> {
                return Result.NOT_STORED;
            }
        }
    }

    private Result compareAndSet(Session session) {
        long current = cursor.cas();
        int slabClass = cursor.slabClass();
        if (session.compareCas == current) {
            bench.counters.count(Counter.CAS_HITS);
            bench.counters.count(ClassCounter.CAS_HITS, slabClass);
            cursor.store(session.draft);
            return Result.STORED;
        }
        if (session.maySetStale && Long.compareUnsigned(session.compareCas, current) < 0) {
            storeStale(session);
            return Result.STORED;
        }
        bench.counters.count(Counter.CAS_BADVAL);
        bench.counters.count(ClassCounter.CAS_BADVAL, slabClass);
        return Result.EXISTS;
    }

    /** An outdated writer may still leave its value, which keeps the life and the marks of the item it replaces. */
    private void storeStale(Session session) {
        boolean won = cursor.has(Mark.WON);
        session.draft.expiry(cursor.expiry());
        cursor.store(session.draft);
        cursor.mark(Mark.STALE, true);
        if (won) {
            cursor.mark(Mark.WON, true);
        }
    }

    /**
     * Joins what is there and the draft in a third item, with flags, life and key form of what is there. When there is
     * no room for it what was there stays, and the answer is memcached's plain "not stored".
     */
    private Result join(Session session) {
        Draft whole = bench.scratch;
        Draft piece = session.draft;
        boolean binary = cursor.has(Mark.BINARY_KEY);
        long length = (long) cursor.valueLength() + piece.valueLength();
        if (length > Integer.MAX_VALUE) {
            return notJoined(Draft.Outcome.TOO_LARGE);
        }
        Draft.Outcome outcome = whole.open(piece, cursor.flags(), cursor.expiry(), (int) length);
        if (outcome != Draft.Outcome.READY) {
            return notJoined(outcome);
        }
        boolean append = session.mode == Mode.APPEND;
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
    Result refusal(Draft.Outcome outcome) {
        if (outcome == Draft.Outcome.TOO_LARGE) {
            bench.counters.count(Counter.STORE_TOO_LARGE);
            return Result.TOO_LARGE;
        }
        bench.counters.count(Counter.STORE_NO_MEMORY);
        return Result.OUT_OF_MEMORY;
    }
}
