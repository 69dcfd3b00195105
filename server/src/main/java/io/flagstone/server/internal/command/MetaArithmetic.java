package io.flagstone.server.internal.command;

import io.flagstone.server.internal.access.Right;
import io.flagstone.server.internal.operation.Arithmetic;
import io.flagstone.server.internal.protocol.FlagTokens;
import io.flagstone.server.internal.protocol.MetaFlags;
import io.flagstone.server.internal.protocol.Replies;
import io.flagstone.server.internal.protocol.ReplyBuffer;
import io.flagstone.server.internal.stats.Counter;
import io.flagstone.server.store.Cursor;
import io.flagstone.server.store.Mark;
import io.flagstone.server.store.StoreClock;

/** ma: counts, and creates counters. */
final class MetaArithmetic {
    private static final int NUMBER_MAX = 22;

    private final Workbench bench;
    private final Cursor cursor;
    private final Arithmetic arithmetic;

    MetaArithmetic(Workbench bench, Arithmetic arithmetic) {
        this.bench = bench;
        this.cursor = bench.cursor;
        this.arithmetic = arithmetic;
    }

    void execute() {
        bench.counters.count(Counter.CMD_META);
        if (!bench.line.next()) {
            bench.reply.reply(Replies.BAD_FORMAT);
            return;
        }
        byte[] error = bench.readMeta(bench.line.tokenStart(), bench.line.tokenEnd(), bench.line.rest(), 2);
        if (error == null) {
            error = bench.denial(Right.READ.bit() | Right.WRITE.bit());
        }
        if (error != null) {
            bench.reply.reply(unified(error));
            return;
        }
        MetaFlags flags = bench.flags;
        boolean add;
        switch (flags.mode()) {
            case 0, 'I', 'i', '+' -> add = true;
            case 'D', 'd', '-' -> add = false;
            default -> {
                bench.reply.reply(Replies.BAD_MA_MODE);
                return;
            }
        }
        try {
            change(flags, add);
        } finally {
            cursor.release();
        }
    }

    /** Every error in ma's flags has the same words. */
    @SuppressWarnings("ReferenceEquality") // the replies are constants
    private static byte[] unified(byte[] error) {
        boolean flagError = error == Replies.INVALID_FLAG
                || error == Replies.DUPLICATE_FLAG
                || error == Replies.BAD_TOKEN
                || error == Replies.OPAQUE_TOO_LONG;
        return flagError ? Replies.INVALID_OR_DUPLICATE_FLAG : error;
    }

    private void miss(MetaFlags flags, boolean add) {
        if (!flags.has('N')) {
            arithmetic.countMiss(add);
            MetaReply.plain(bench, MetaReply.NF);
            return;
        }
        if (!arithmetic.create(bench.key, bench.keyStart, bench.keyLength, flags.initial(), 0)) {
            bench.reply.reply(Replies.OUT_OF_MEMORY_ITEM);
            return;
        }
        if (flags.has('b')) {
            cursor.mark(Mark.BINARY_KEY, true);
        }
        if (flags.has('E')) {
            cursor.cas(flags.explicitCas());
        }
        answer(flags, true);
    }

    private void change(MetaFlags flags, boolean add) {
        boolean compares = flags.has('C');
        long cas = flags.compareCas();
        switch (arithmetic.change(bench.key, bench.keyStart, bench.keyLength, flags.delta(), add, compares, cas)) {
            case NOT_FOUND -> miss(flags, add);
            case CHANGED -> MetaReply.plain(bench, MetaReply.EX);
            case NOT_NUMERIC -> bench.reply.reply(Replies.NOT_NUMERIC);
            case OUT_OF_MEMORY -> bench.reply.reply(Replies.OUT_OF_MEMORY_ITEM);
            case DONE -> {
                if (flags.has('E')) {
                    cursor.cas(flags.explicitCas());
                }
                answer(flags, false);
            }
        }
    }

    private void answer(MetaFlags flags, boolean vivified) {
        boolean quiet = flags.has('q');
        ReplyBuffer reply = bench.reply;
        reply.reserve(MetaReply.HEADER_MAX + NUMBER_MAX);
        int start = reply.position();
        if (flags.has('v')) {
            reply.put(MetaReply.VA);
            reply.number(arithmetic.digits());
        } else {
            reply.put(MetaReply.HD);
        }
        FlagTokens tokens = bench.tokens;
        tokens.over(flags);
        while (tokens.next()) {
            answer(reply, tokens, vivified);
        }
        reply.put(Replies.CRLF);
        if (flags.has('v')) {
            arithmetic.write(reply);
            reply.put(Replies.CRLF);
        }
        if (quiet) {
            reply.retract(start);
        }
    }

    /** Answers one flag; N and T take effect where they stand, so that a t before T still shows the old time. */
    private void answer(ReplyBuffer reply, FlagTokens tokens, boolean vivified) {
        switch (tokens.letter()) {
            case 'c' -> MetaReply.number(reply, 'c', cursor.cas());
            case 't' -> MetaReply.signed(reply, 't', StoreClock.remaining(cursor.expiry(), cursor.nanos()));
            case 'T' -> cursor.expiry(bench.expiry(bench.flags.ttl()));
            case 'N' -> {
                if (vivified) {
                    cursor.expiry(bench.expiry(bench.flags.vivifyTtl()));
                }
            }
            default -> MetaReply.repeatSent(bench, tokens);
        }
    }
}
