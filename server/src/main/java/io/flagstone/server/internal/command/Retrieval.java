package io.flagstone.server.internal.command;

import io.flagstone.server.config.Option;
import io.flagstone.server.internal.access.Right;
import io.flagstone.server.internal.protocol.Ascii;
import io.flagstone.server.internal.protocol.Limits;
import io.flagstone.server.internal.protocol.Replies;
import io.flagstone.server.internal.protocol.ReplyBuffer;
import io.flagstone.server.internal.protocol.Verb;
import io.flagstone.server.store.Cursor;

/**
 * get, gets, gat, gats. Keys are taken one by one from the line as it arrives, so that neither the length of the line
 * nor the size of the answer is bounded by a buffer, and the command can pause between any two keys.
 */
final class Retrieval {
    /** VALUE, key, flags, length, CAS number and what separates them. */
    private static final int HEADER_MAX = 6 + Limits.KEY + 1 + 10 + 1 + 10 + 1 + 20 + 2;

    private final Workbench bench;
    private final LookAhead lookAhead;
    private final int keysMax;

    Retrieval(Workbench bench, LookAhead lookAhead) {
        this.bench = bench;
        this.lookAhead = lookAhead;
        int most = bench.facts.options().number(Option.MAX_KEYS_PER_GET);
        this.keysMax = most == 0 ? Integer.MAX_VALUE : most;
    }

    /** Begins at the first token behind the verb; answers where the keys begin. */
    int begin(Session session, Verb verb, byte[] in, int from, int end) {
        session.keysVerb = verb;
        int at = Ascii.skipBlanks(in, from, end);
        if (verb == Verb.GAT || verb == Verb.GATS) {
            int tokenEnd = Ascii.tokenEnd(in, at, end);
            if (at < tokenEnd && !bench.numbers.signed32(in, at, tokenEnd)) {
                return fail(session, Replies.BAD_EXPTIME, from);
            }
            session.keysExpiry = bench.expiry((int) bench.numbers.value());
            at = Ascii.skipBlanks(in, tokenEnd, end);
        }
        if (at == end || hasLongKey(in, at, end)) {
            return fail(session, Replies.BAD_FORMAT, from);
        }
        if (bench.visitor != null && deniesOne(session, in, at, end)) {
            return fail(session, Replies.DENIED, from);
        }
        session.phase = Phase.KEYS;
        session.keysLeft = keysMax;
        return at;
    }

    /**
     * Whether one of these keys is denied: then none is answered. Of a line longer than any buffer this is seen piece by
     * piece, and what stands before the denied key has been answered by then.
     */
    private boolean deniesOne(Session session, byte[] in, int from, int end) {
        int at = Ascii.skipBlanks(in, from, end);
        while (at < end) {
            int tokenEnd = Ascii.tokenEnd(in, at, end);
            if (denies(session, in, at, tokenEnd)) {
                return true;
            }
            at = Ascii.skipBlanks(in, tokenEnd, end);
        }
        return false;
    }

    private boolean denies(Session session, byte[] in, int from, int to) {
        boolean touches = session.keysVerb == Verb.GAT || session.keysVerb == Verb.GATS;
        int needed = touches ? Right.READ.bit() | Right.WRITE.bit() : Right.READ.bit();
        return bench.denies(needed, in, from, to - from);
    }

    private int fail(Session session, byte[] error, int at) {
        bench.reply.reply(error);
        session.phase = Phase.SKIP_LINE;
        return at;
    }

    /** Whether some token is longer than a key may be; looks at one byte in two hundred, or so. */
    static boolean hasLongKey(byte[] in, int from, int to) {
        int start = from;
        while (to - start > Limits.KEY) {
            int blank = start + Limits.KEY;
            while (blank >= start && in[blank] != Ascii.BLANK) {
                blank--;
            }
            if (blank < start) {
                return true;
            }
            start = blank + 1;
        }
        return false;
    }

    /** Answers keys until the line ends, the input ends, or the peer is congested; answers where it stopped. */
    int keys(Session session, byte[] in, int from, int to) {
        int lineEnd = Ascii.indexOf(in, from, to, (byte) '\n');
        int end = lineEnd < 0 ? to : withoutReturn(in, from, lineEnd);
        int at = Ascii.skipBlanks(in, from, end);
        while (at < end) {
            int tokenEnd = Ascii.tokenEnd(in, at, end);
            if (lineEnd < 0 && tokenEnd == end) {
                // The key may go on in what is still to come.
                return end - at <= Limits.KEY + 1 ? at : fail(session, Replies.BAD_FORMAT, at);
            }
            if (tokenEnd - at > Limits.KEY) {
                return fail(session, Replies.BAD_FORMAT, at);
            }
            if (--session.keysLeft < 0) {
                return fail(session, Replies.TOO_MANY_KEYS, at);
            }
            if (denies(session, in, at, tokenEnd)) {
                return fail(session, Replies.DENIED, at);
            }
            lookAhead.keys(in, at, end);
            answer(session, in, at, tokenEnd);
            at = Ascii.skipBlanks(in, tokenEnd, end);
            if (session.peer.isCongested()) {
                return at;
            }
        }
        if (lineEnd < 0) {
            return at;
        }
        bench.reply.reply(Replies.END);
        session.phase = Phase.COMMAND;
        return lineEnd + 1;
    }

    private static int withoutReturn(byte[] in, int from, int lineEnd) {
        return lineEnd > from && in[lineEnd - 1] == '\r' ? lineEnd - 1 : lineEnd;
    }

    private void answer(Session session, byte[] in, int from, int to) {
        Verb verb = session.keysVerb;
        Cursor cursor = bench.cursor;
        try {
            boolean touches = verb == Verb.GAT || verb == Verb.GATS;
            boolean found = touches
                    ? bench.fetching.getAndTouch(in, from, to - from, session.keysExpiry)
                    : bench.fetching.get(in, from, to - from);
            if (found) {
                write(cursor, in, from, to, verb == Verb.GETS || verb == Verb.GATS);
            }
        } finally {
            cursor.release();
        }
        bench.values.sendPinned(session.peer);
    }

    private void write(Cursor cursor, byte[] in, int from, int to, boolean withCas) {
        int length = cursor.valueLength();
        ReplyBuffer reply = bench.reply;
        reply.reserve(HEADER_MAX + bench.values.room(length));
        reply.put(Replies.VALUE);
        reply.put(in, from, to);
        reply.put(' ');
        reply.number(cursor.flags() & 0xffffffffL);
        reply.put(' ');
        reply.number(length);
        if (withCas) {
            reply.put(' ');
            reply.number(cursor.cas());
        }
        reply.put(Replies.CRLF);
        bench.values.take(length);
    }
}
