package io.flagstone.server.internal.command;

import io.flagstone.server.internal.access.Right;
import io.flagstone.server.internal.operation.StoreOrder;
import io.flagstone.server.internal.operation.Storing;
import io.flagstone.server.internal.protocol.FlagTokens;
import io.flagstone.server.internal.protocol.Limits;
import io.flagstone.server.internal.protocol.Line;
import io.flagstone.server.internal.protocol.MetaFlags;
import io.flagstone.server.internal.protocol.Replies;
import io.flagstone.server.internal.protocol.ReplyBuffer;
import io.flagstone.server.internal.stats.Counter;
import org.jspecify.annotations.Nullable;

/** ms: stores in any mode, under any condition. The value itself arrives through {@link Storage}. */
final class MetaSet {
    private final Workbench bench;
    private final Storing storing;

    MetaSet(Workbench bench, Storing storing) {
        this.bench = bench;
        this.storing = storing;
    }

    void begin(Session session) {
        bench.counters.count(Counter.CMD_META);
        Line line = bench.line;
        if (!line.next()) {
            bench.reply.reply(Replies.BAD_FORMAT);
            return;
        }
        int keyStart = line.tokenStart();
        int keyEnd = line.tokenEnd();
        boolean readable = line.next() && bench.numbers.signed(line.bytes(), line.tokenStart(), line.tokenEnd());
        long length = bench.numbers.value();
        if (!readable || length < 0 || length > Limits.VALUE) {
            bench.reply.reply(Replies.BAD_FORMAT);
            return;
        }
        byte[] error = keyEnd - keyStart > Limits.ENCODED_KEY
                ? Replies.BAD_FORMAT
                : bench.readMeta(keyStart, keyEnd, line.rest(), 3);
        if (error == null) {
            error = bench.denial(Right.WRITE.bit());
        }
        if (error == null) {
            error = readMode(session, bench.flags);
        }
        if (error == null) {
            open(session, (int) length);
        } else {
            bench.reply.reply(error);
            Storage.skipValue(session, length);
        }
    }

    private byte @Nullable [] readMode(Session session, MetaFlags flags) {
        StoreOrder.@Nullable Mode mode = switch (flags.mode()) {
            case 0, 'S', 's' -> StoreOrder.Mode.SET;
            case 'E', 'e' -> StoreOrder.Mode.ADD;
            case 'A', 'a' -> StoreOrder.Mode.APPEND;
            case 'P', 'p' -> StoreOrder.Mode.PREPEND;
            case 'R', 'r' -> StoreOrder.Mode.REPLACE;
            default -> null;
        };
        if (mode == null) {
            return Replies.BAD_MS_MODE;
        }
        session.isMeta = true;
        session.isQuiet = flags.has('q');
        order(session.order, mode, flags);
        return null;
    }

    private void order(StoreOrder order, StoreOrder.Mode mode, MetaFlags flags) {
        boolean compares = flags.has('C');
        boolean replaces = mode == StoreOrder.Mode.SET || mode == StoreOrder.Mode.REPLACE;
        // A comparison makes both of these a compare-and-set; the other modes check it on their own or not at all.
        order.begin(compares && replaces ? StoreOrder.Mode.CAS : mode);
        order.maySetStale(flags.has('I'));
        order.markBinaryKey(flags.has('b'));
        if (compares) {
            order.compare(flags.compareCas());
        }
        if (flags.has('E')) {
            order.setCas(flags.explicitCas());
        }
        if (flags.has('N')) {
            order.vivify(bench.expiry(flags.vivifyTtl()));
        }
    }

    private void open(Session session, int length) {
        MetaFlags flags = bench.flags;
        int expiry = bench.expiry(flags.ttl());
        if (bench.hasWhole(length)) {
            storeWhole(session, expiry, length);
            return;
        }
        Storing.Result refusal = storing.open(
                session.order, bench.key, bench.keyStart, bench.keyLength, flags.clientFlags(), expiry, length, true);
        if (refusal == null) {
            keepEcho(session);
            session.phase = Phase.VALUE;
            return;
        }
        Storage.skipValue(session, length);
        bench.reply.reply(StoreReplies.classic(refusal));
    }

    private void storeWhole(Session session, int expiry, int length) {
        keepEcho(session);
        Storage.skipValue(session, length);
        StoreOrder order = session.order;
        order.value(bench.line.bytes(), bench.valueStart(), length);
        int flags = bench.flags.clientFlags();
        answer(session, storing.storeWhole(order, bench.key, bench.keyStart, bench.keyLength, flags, expiry, true));
    }

    private void keepEcho(Session session) {
        int keyLength = bench.sentKeyEnd - bench.sentKeyStart;
        session.keepEcho(bench.line.bytes(), bench.sentKeyStart, keyLength, bench.flags.start(), bench.flags.end());
    }

    /** Answers once the value has arrived and been stored, or not; null when memory ran out on the way. */
    void answer(Session session, Storing.@Nullable Result result) {
        if (result == null) {
            bench.reply.reply(Replies.OUT_OF_MEMORY_READING);
            return;
        }
        byte[] code = StoreReplies.meta(result);
        if (code.length == 0) {
            bench.reply.reply(StoreReplies.classic(result));
            return;
        }
        if (session.isQuiet && result == Storing.Result.STORED) {
            return;
        }
        ReplyBuffer reply = bench.reply;
        reply.reserve(MetaReply.HEADER_MAX);
        reply.put(code);
        FlagTokens tokens = bench.tokens;
        tokens.over(session.echo, session.echoFlags, session.echoLength);
        while (tokens.next()) {
            switch (tokens.letter()) {
                case 'O' -> MetaReply.repeat(reply, tokens.bytes(), tokens.start(), tokens.end());
                case 'k' ->
                    MetaReply.key(reply, session.echo, 0, session.echoKeyLength, session.order.marksBinaryKey());
                case 'c' -> MetaReply.number(reply, 'c', storing.storedCas());
                case 's' -> MetaReply.number(reply, 's', storing.storedLength());
                default -> {}
            }
        }
        reply.put(Replies.CRLF);
    }
}
