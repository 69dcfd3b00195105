package io.flagstone.server.internal.operation;

import io.flagstone.server.internal.stats.ClassCounter;
import io.flagstone.server.internal.stats.Counter;
import io.flagstone.server.internal.stats.LoopCounters;
import io.flagstone.server.internal.stats.PrefixCounts;
import io.flagstone.server.internal.watch.RequestLog;
import io.flagstone.server.store.Absence;
import io.flagstone.server.store.Cursor;

/**
 * Finds items for readers, and counts that: the heart of get, gat and touch. Every method holds the key; the caller
 * releases the cursor, whatever the answer.
 */
public final class Fetching {
    private final Cursor cursor;
    private final LoopCounters counters;
    private final RequestLog log;
    private final PrefixCounts prefixes;

    /** Fetching for one event loop. */
    public Fetching(Tools tools) {
        this.cursor = tools.cursor();
        this.counters = tools.counters();
        this.log = tools.log();
        this.prefixes = tools.facts().prefixes();
    }

    /** Puts a live item under the cursor; false when there is none. */
    public boolean get(byte[] key, int from, int length) {
        counters.count(Counter.CMD_GET);
        boolean found = seek(key, from, length);
        prefixes.get(key, from, length, found);
        if (!found) {
            countMiss();
            cursor.miss();
            return false;
        }
        counters.count(Counter.GET_HITS);
        counters.count(ClassCounter.GET_HITS, cursor.slabClass());
        cursor.hit();
        return true;
    }

    /** {@link #touch} for gat: by prefix that is a get. In all other counts it is a touch, as in memcached. */
    public boolean getAndTouch(byte[] key, int from, int length, int expiry) {
        boolean found = touch(key, from, length, expiry);
        prefixes.get(key, from, length, found);
        return found;
    }

    /** Puts a live item under the cursor, which expires in this second from now on; false when there is none. */
    public boolean touch(byte[] key, int from, int length, int expiry) {
        counters.count(Counter.CMD_TOUCH);
        if (!seek(key, from, length)) {
            counters.count(Counter.TOUCH_MISSES);
            cursor.miss();
            return false;
        }
        counters.count(Counter.TOUCH_HITS);
        counters.count(ClassCounter.TOUCH_HITS, cursor.slabClass());
        cursor.expiry(expiry);
        cursor.hit();
        return true;
    }

    private boolean seek(byte[] key, int from, int length) {
        boolean found = cursor.seek(key, from, length);
        log.fetched(key, from, length, found);
        return found;
    }

    /** Counts a key that was not found. */
    public void countMiss() {
        counters.count(Counter.GET_MISSES);
        if (cursor.absence() == Absence.EXPIRED) {
            counters.count(Counter.GET_EXPIRED);
        } else if (cursor.absence() == Absence.FLUSHED) {
            counters.count(Counter.GET_FLUSHED);
        }
    }
}
