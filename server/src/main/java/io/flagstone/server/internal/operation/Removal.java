package io.flagstone.server.internal.operation;

import io.flagstone.server.internal.protocol.Text;
import io.flagstone.server.internal.stats.ClassCounter;
import io.flagstone.server.internal.stats.Counter;
import io.flagstone.server.internal.stats.LoopCounters;
import io.flagstone.server.internal.stats.PrefixCounts;
import io.flagstone.server.internal.watch.RequestLog;
import io.flagstone.server.store.Cursor;

/** Removes items, and counts that. */
public final class Removal {
    /** What became of an attempt. */
    public enum Outcome {
        REMOVED,
        NOT_FOUND,
        /** The item has another CAS number than the one asked for, and stays. */
        CHANGED
    }

    private static final byte[] DELETE = Text.ascii("delete");

    private final Cursor cursor;
    private final LoopCounters counters;
    private final RequestLog log;
    private final PrefixCounts prefixes;

    /** Removal for one event loop. */
    public Removal(Tools tools) {
        this.cursor = tools.cursor();
        this.counters = tools.counters();
        this.log = tools.log();
        this.prefixes = tools.facts().prefixes();
    }

    /** Removes an item whatever its CAS number. */
    public Outcome remove(byte[] key, int from, int length) {
        return remove(key, from, length, false, 0);
    }

    /** Removes an item that has this CAS number. */
    public Outcome remove(byte[] key, int from, int length, long cas) {
        return remove(key, from, length, true, cas);
    }

    private Outcome remove(byte[] key, int from, int length, boolean compares, long cas) {
        prefixes.delete(key, from, length);
        try {
            if (!cursor.seek(key, from, length)) {
                counters.count(Counter.DELETE_MISSES);
                return Outcome.NOT_FOUND;
            }
            if (compares && cas != cursor.cas()) {
                return Outcome.CHANGED;
            }
            counters.count(Counter.DELETE_HITS);
            counters.count(ClassCounter.DELETE_HITS, cursor.slabClass());
            log.removed(DELETE);
            cursor.remove();
            return Outcome.REMOVED;
        } finally {
            cursor.release();
        }
    }
}
