package io.flagstone.server.internal.operation;

import io.flagstone.server.internal.protocol.ReplyBuffer;
import io.flagstone.server.internal.report.NodeFacts;
import io.flagstone.server.internal.stats.Counter;
import io.flagstone.server.internal.stats.LoopCounters;
import io.flagstone.server.internal.watch.RequestLog;
import io.flagstone.server.store.Cursor;
import io.flagstone.server.store.Draft;
import io.flagstone.server.store.StoreClock;

/**
 * The tools one event loop works with, in every protocol: all reused, none allocated per request.
 *
 * @param facts what all connections of the node share
 * @param counters what this loop counts
 * @param cursor the loop's way to the items
 * @param scratch for items that a command makes out of others
 * @param reply where replies gather
 * @param log what the loop tells watchers
 */
public record Tools(
        NodeFacts facts, LoopCounters counters, Cursor cursor, Draft scratch, ReplyBuffer reply, RequestLog log) {
    /** The tools of a new event loop. */
    public static Tools of(NodeFacts facts, LoopCounters counters) {
        Cursor cursor = facts.engine().cursor();
        RequestLog log =
                new RequestLog(facts.journal(), cursor, facts.observation().keysOfLoop());
        return new Tools(facts, counters, cursor, facts.engine().draft(), new ReplyBuffer(), log);
    }

    /** A batch begins: its replies go to this peer. */
    public void begin(Peer peer) {
        cursor.begin();
        reply.attach(peer);
        log.begin(peer.id());
    }

    /** Gives up what a failed command may still hold, so that the next connection finds everything in order. */
    public void recover() {
        cursor.release();
        scratch.discard();
    }

    /** Second in which an item with this exptime expires, by {@link StoreClock#expiry}. */
    public int expiry(long exptime) {
        return facts.clock().expiry(exptime, cursor.nanos());
    }

    /**
     * Makes everything stored up to now invisible.
     *
     * @param delay when, as an exptime; 0 and what is negative mean now
     */
    public void flush(long delay) {
        counters.count(Counter.CMD_FLUSH);
        facts.engine().flush(delay <= 0 ? StoreClock.PAST : expiry(delay));
    }
}
