package io.flagstone.server.internal.command;

import io.flagstone.server.internal.access.Right;
import io.flagstone.server.internal.protocol.Base64Key;
import io.flagstone.server.internal.protocol.FlagTokens;
import io.flagstone.server.internal.protocol.ItemWords;
import io.flagstone.server.internal.protocol.MetaFlags;
import io.flagstone.server.internal.protocol.Replies;
import io.flagstone.server.internal.protocol.ReplyBuffer;
import io.flagstone.server.internal.stats.ClassCounter;
import io.flagstone.server.internal.stats.Counter;
import io.flagstone.server.store.Cursor;
import io.flagstone.server.store.Draft;
import io.flagstone.server.store.Mark;
import io.flagstone.server.store.StoreClock;

/**
 * mg: fetches a value or what is known about it, and hands out leases. A client is told W (it has won the right to
 * replace the item), others Z (somebody has), and X marks what is stale.
 */
final class MetaGet {
    private final Workbench bench;
    private final Cursor cursor;
    private boolean toBeRecached;

    MetaGet(Workbench bench) {
        this.bench = bench;
        this.cursor = bench.cursor;
    }

    void execute(Session session) {
        bench.counters.count(Counter.CMD_META);
        if (!bench.line.next()) {
            bench.reply.reply(Replies.BAD_FORMAT);
            return;
        }
        byte[] error = bench.readMeta(bench.line.tokenStart(), bench.line.tokenEnd(), bench.line.rest(), 2);
        MetaFlags flags = bench.flags;
        if (error == null) {
            error = bench.denial(needed(flags));
        }
        if (error != null) {
            bench.reply.reply(error);
            return;
        }
        try {
            if (bench.seekKey()) {
                bench.logFetched(true);
                hit(flags);
            } else {
                bench.logFetched(false);
                miss(flags);
            }
        } finally {
            cursor.release();
        }
        bench.values.sendPinned(session.peer);
    }

    /** Some flags change the item, or who may replace it. */
    private static int needed(MetaFlags flags) {
        boolean changes = flags.has('T') || flags.has('N') || flags.has('R');
        return changes ? Right.READ.bit() | Right.WRITE.bit() : Right.READ.bit();
    }

    private void miss(MetaFlags flags) {
        bench.counters.count(Counter.CMD_GET);
        bench.fetching.countMiss();
        if (!flags.has('u')) {
            cursor.miss();
        }
        if (flags.has('N')) {
            vivify(flags);
        } else if (!flags.has('q')) {
            MetaReply.plain(bench, MetaReply.EN);
        }
    }

    /** Leaves an empty item behind, whose value this client is to bring. */
    private void vivify(MetaFlags flags) {
        Draft draft = bench.scratch;
        if (draft.open(bench.key, bench.keyStart, bench.keyLength, 0, 0, 0) != Draft.Outcome.READY) {
            bench.counters.count(Counter.STORE_NO_MEMORY);
            bench.reply.reply(Replies.OUT_OF_MEMORY_ITEM);
            return;
        }
        cursor.store(draft);
        bench.counters.count(Counter.TOTAL_ITEMS);
        if (flags.has('E')) {
            cursor.cas(flags.explicitCas());
        }
        cursor.mark(Mark.WON, true);
        if (flags.has('b')) {
            cursor.mark(Mark.BINARY_KEY, true);
        }
        write(flags, true);
        if (!flags.has('u')) {
            cursor.hit();
        }
    }

    private void hit(MetaFlags flags) {
        int slabClass = cursor.slabClass();
        if (flags.has('T')) {
            // As memcached counts, a touch and not a get.
            bench.counters.count(Counter.CMD_TOUCH);
            bench.counters.count(Counter.TOUCH_HITS);
            bench.counters.count(ClassCounter.TOUCH_HITS, slabClass);
        } else {
            bench.counters.count(Counter.CMD_GET);
            bench.counters.count(Counter.GET_HITS);
            bench.counters.count(ClassCounter.GET_HITS, slabClass);
        }
        write(flags, false);
        if (!flags.has('u')) {
            cursor.hit();
        }
    }

    private boolean isToBeRecached(int below) {
        int remaining = StoreClock.remaining(cursor.expiry(), cursor.nanos());
        return remaining >= 0 && remaining < below;
    }

    private void write(MetaFlags flags, boolean vivified) {
        ReplyBuffer reply = bench.reply;
        int length = cursor.valueLength();
        boolean withValue = flags.has('v') && !(flags.has('C') && flags.compareCas() == cursor.cas());
        reply.reserve(MetaReply.HEADER_MAX + (withValue ? bench.values.room(length) : 0));
        if (withValue) {
            reply.put(MetaReply.VA);
            reply.number(length);
        } else {
            reply.put(MetaReply.HD);
        }
        toBeRecached = false;
        FlagTokens tokens = bench.tokens;
        tokens.over(flags);
        while (tokens.next()) {
            answer(reply, tokens, length, vivified);
        }
        if (vivified) {
            MetaReply.flag(reply, 'W');
        } else {
            lease(reply);
        }
        reply.put(Replies.CRLF);
        if (withValue) {
            bench.values.take(length);
        }
    }

    /** Says whether the item is to be replaced, and by whom; the first to be told wins. */
    private void lease(ReplyBuffer reply) {
        boolean stale = cursor.has(Mark.STALE);
        boolean won = cursor.has(Mark.WON);
        if (won) {
            MetaReply.flag(reply, 'Z');
        }
        if (stale) {
            MetaReply.flag(reply, 'X');
        }
        if (!won && (stale || toBeRecached)) {
            cursor.mark(Mark.WON, true);
            MetaReply.flag(reply, 'W');
        }
    }

    /** Answers one flag; N, R and T take effect where they stand, so that a t before T still shows the old time. */
    private void answer(ReplyBuffer reply, FlagTokens tokens, int length, boolean vivified) {
        switch (tokens.letter()) {
            case 'c' -> MetaReply.number(reply, 'c', cursor.cas());
            case 'f' -> MetaReply.number(reply, 'f', cursor.flags() & 0xffffffffL);
            case 'h' -> MetaReply.number(reply, 'h', cursor.fetched() ? 1 : 0);
            case 'k' -> key(reply);
            case 'l' -> MetaReply.number(reply, 'l', idle());
            case 'O' -> MetaReply.repeat(reply, tokens.bytes(), tokens.start(), tokens.end());
            case 's' -> MetaReply.number(reply, 's', length);
            case 't' -> MetaReply.signed(reply, 't', StoreClock.remaining(cursor.expiry(), cursor.nanos()));
            case 'T' -> cursor.expiry(bench.expiry(bench.flags.ttl()));
            case 'N' -> {
                if (vivified) {
                    cursor.expiry(bench.expiry(bench.flags.vivifyTtl()));
                }
            }
            case 'R' -> toBeRecached = isToBeRecached(bench.flags.recacheTtl());
            default -> {}
        }
    }

    /** Seconds since the last access. */
    private int idle() {
        return Math.max(0, StoreClock.floor(cursor.nanos()) - cursor.lastAccess());
    }

    /** The key in the form in which it was stored. */
    private void key(ReplyBuffer reply) {
        reply.put(' ');
        reply.put('k');
        if (cursor.has(Mark.BINARY_KEY)) {
            Base64Key.encode(bench.key, bench.keyStart, bench.keyStart + bench.keyLength, reply);
            MetaReply.flag(reply, 'b');
        } else {
            reply.put(bench.key, bench.keyStart, bench.keyStart + bench.keyLength);
        }
    }

    /** me: what is known about an item, for people. */
    void debug() {
        if (!bench.line.next()) {
            bench.reply.reply(Replies.BAD_FORMAT);
            return;
        }
        byte[] error = bench.readMeta(bench.line.tokenStart(), bench.line.tokenEnd(), bench.line.rest(), 2);
        if (error == null) {
            error = bench.denies(Right.ADMIN) ? Replies.DENIED : bench.denial(Right.READ.bit());
        }
        if (error != null) {
            bench.reply.reply(error);
            return;
        }
        try {
            if (bench.seekKey()) {
                describe(bench.reply);
            } else {
                bench.reply.reply(Replies.EN);
            }
        } finally {
            cursor.release();
        }
    }

    private void describe(ReplyBuffer reply) {
        reply.reserve(MetaReply.HEADER_MAX + 64);
        reply.put(Replies.ME);
        if (cursor.has(Mark.BINARY_KEY) || bench.flags.has('b')) {
            Base64Key.encode(bench.key, bench.keyStart, bench.keyStart + bench.keyLength, reply);
        } else {
            reply.put(bench.key, bench.keyStart, bench.keyStart + bench.keyLength);
        }
        reply.put(ItemWords.EXP);
        reply.signed(StoreClock.remaining(cursor.expiry(), cursor.nanos()));
        reply.put(ItemWords.LA);
        reply.number(idle());
        reply.put(ItemWords.CAS);
        reply.number(cursor.cas());
        reply.put(cursor.fetched() ? ItemWords.FETCHED : ItemWords.NOT_FETCHED);
        reply.put(ItemWords.CLS);
        reply.number(cursor.slabClass());
        reply.put(ItemWords.SIZE);
        reply.number(cursor.footprint());
        reply.put(Replies.CRLF);
    }
}
