package io.flagstone.server.internal.command;

import io.flagstone.server.internal.protocol.FlagTokens;
import io.flagstone.server.internal.protocol.Limits;
import io.flagstone.server.internal.protocol.Line;
import io.flagstone.server.internal.protocol.MetaFlags;
import io.flagstone.server.internal.protocol.Replies;
import io.flagstone.server.internal.protocol.ReplyBuffer;
import io.flagstone.server.internal.stats.Counter;
import io.flagstone.server.store.Draft;
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
        boolean readable = keyEnd - keyStart <= Limits.ENCODED_KEY
                && line.next()
                && bench.numbers.signed(line.bytes(), line.tokenStart(), line.tokenEnd());
        long length = bench.numbers.value();
        if (!readable || length < 0 || length > Limits.VALUE) {
            bench.reply.reply(Replies.BAD_FORMAT);
            return;
        }
        byte[] error = bench.readMeta(keyStart, keyEnd, line.rest(), 3);
        if (error == null) {
            error = readMode(session, bench.flags);
        }
        if (error == null) {
            open(session, (int) length);
        } else {
            bench.reply.reply(error);
            if (keyEnd - keyStart <= Limits.KEY || bench.flags.has('b')) {
                Storage.skipValue(session, length);
            }
        }
    }

    private byte @Nullable [] readMode(Session session, MetaFlags flags) {
        Storing.@Nullable Mode mode = switch (flags.mode()) {
            case 0, 'S', 's' -> Storing.Mode.SET;
            case 'E', 'e' -> Storing.Mode.ADD;
            case 'A', 'a' -> Storing.Mode.APPEND;
            case 'P', 'p' -> Storing.Mode.PREPEND;
            case 'R', 'r' -> Storing.Mode.REPLACE;
            default -> null;
        };
        if (mode == null) {
            return Replies.BAD_MS_MODE;
        }
        boolean compares = flags.has('C');
        // A comparison makes both of these a compare-and-set; the other modes check it on their own or not at all.
        session.mode = compares && (mode == Storing.Mode.SET || mode == Storing.Mode.REPLACE) ? Storing.Mode.CAS : mode;
        session.isMeta = true;
        session.isQuiet = flags.has('q');
        session.comparesCas = compares;
        session.compareCas = flags.compareCas();
        session.maySetStale = flags.has('I');
        session.isBinaryKey = flags.has('b');
        session.setsCas = flags.has('E');
        session.explicitCas = flags.explicitCas();
        session.vivifies = flags.has('N');
        session.vivifyExpiry = session.vivifies ? bench.expiry(flags.vivifyTtl()) : 0;
        return null;
    }

    private void open(Session session, int length) {
        MetaFlags flags = bench.flags;
        int expiry = bench.expiry(flags.ttl());
        Draft.Outcome outcome =
                session.draft.open(bench.key, bench.keyStart, bench.keyLength, flags.clientFlags(), expiry, length);
        if (outcome == Draft.Outcome.READY) {
            int keyLength = bench.sentKeyEnd - bench.sentKeyStart;
            session.keepEcho(bench.line.bytes(), bench.sentKeyStart, keyLength, flags.start(), flags.end());
            session.phase = Phase.VALUE;
            return;
        }
        Storing.Result result = storing.refusal(outcome);
        boolean tooLarge = outcome == Draft.Outcome.TOO_LARGE;
        bench.log.refused(session.mode.name(), tooLarge, bench.key, bench.keyStart, bench.keyLength);
        Storage.skipValue(session, length);
        try {
            if (bench.seekKey()) {
                bench.cursor.remove();
            }
        } finally {
            bench.cursor.release();
        }
        bench.reply.reply(result.classic());
    }

    /** Answers once the value has arrived and been stored, or not. */
    void answer(Session session, Storing.Result result, long cas, int length) {
        if (result.meta().length == 0) {
            bench.reply.reply(result.classic());
            return;
        }
        if (session.isQuiet && result == Storing.Result.STORED) {
            return;
        }
        ReplyBuffer reply = bench.reply;
        reply.reserve(MetaReply.HEADER_MAX);
        reply.put(result.meta());
        FlagTokens tokens = bench.tokens;
        tokens.over(session.echo, session.echoFlags, session.echoLength);
        while (tokens.next()) {
            switch (tokens.letter()) {
                case 'O' -> MetaReply.repeat(reply, tokens.bytes(), tokens.start(), tokens.end());
                case 'k' -> MetaReply.key(reply, session.echo, 0, session.echoKeyLength, session.isBinaryKey);
                case 'c' -> MetaReply.number(reply, 'c', cas);
                case 's' -> MetaReply.number(reply, 's', length);
                default -> {}
            }
        }
        reply.put(Replies.CRLF);
    }
}
