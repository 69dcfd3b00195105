package io.flagstone.server.internal.command;

import io.flagstone.server.internal.protocol.Limits;
import io.flagstone.server.internal.protocol.Line;
import io.flagstone.server.internal.protocol.Numbers;
import io.flagstone.server.internal.protocol.Replies;
import io.flagstone.server.internal.protocol.ReplyBuffer;
import io.flagstone.server.internal.protocol.Verb;
import io.flagstone.server.store.Draft;

/** set, add, replace, append, prepend, cas, and the arrival of values for these and for ms. */
final class Storage {
    private final Workbench bench;
    private final Storing storing;
    private final MetaSet metaSet;

    Storage(Workbench bench, Storing storing, MetaSet metaSet) {
        this.bench = bench;
        this.storing = storing;
        this.metaSet = metaSet;
    }

    private static Storing.Mode mode(Verb verb) {
        return switch (verb) {
            case ADD -> Storing.Mode.ADD;
            case REPLACE -> Storing.Mode.REPLACE;
            case APPEND -> Storing.Mode.APPEND;
            case PREPEND -> Storing.Mode.PREPEND;
            case CAS -> Storing.Mode.CAS;
            default -> Storing.Mode.SET;
        };
    }

    /** Reads a command line; what it announces is expected in the next phase. */
    void begin(Session session, Verb verb) {
        session.isQuiet = bench.line.wantsNoReply();
        session.mode = mode(verb);
        session.isMeta = false;
        session.comparesCas = verb == Verb.CAS;
        session.maySetStale = false;
        session.isBinaryKey = false;
        session.vivifies = false;
        session.setsCas = false;
        if (!read(session)) {
            say(session, Replies.BAD_FORMAT);
        }
    }

    private boolean read(Session session) {
        Line line = bench.line;
        Numbers numbers = bench.numbers;
        byte[] in = line.bytes();
        if (!line.next() || line.tokenLength() > Limits.KEY) {
            return false;
        }
        int keyStart = line.tokenStart();
        int keyLength = line.tokenLength();
        if (!line.next() || !numbers.unsigned(in, line.tokenStart(), line.tokenEnd())) {
            return false;
        }
        int flags = (int) numbers.value();
        if (!line.next() || !numbers.signed(in, line.tokenStart(), line.tokenEnd())) {
            return false;
        }
        int exptime = (int) numbers.value();
        if (!line.next() || !numbers.signed(in, line.tokenStart(), line.tokenEnd())) {
            return false;
        }
        long length = numbers.value();
        if (length < 0 || length > Limits.VALUE) {
            return false;
        }
        if (session.comparesCas) {
            if (!line.next() || !numbers.unsigned(in, line.tokenStart(), line.tokenEnd())) {
                return false;
            }
            session.compareCas = numbers.value();
        }
        open(session, in, keyStart, keyLength, flags, exptime, (int) length);
        return true;
    }

    private void open(Session session, byte[] in, int key, int keyLength, int flags, int exptime, int length) {
        bench.facts.prefixes().set(in, key, keyLength);
        Draft.Outcome outcome = session.draft.open(in, key, keyLength, flags, bench.expiry(exptime), length);
        if (outcome == Draft.Outcome.READY) {
            session.phase = Phase.VALUE;
            return;
        }
        Storing.Result result = storing.refusal(outcome);
        bench.log.refused(session.mode.name(), outcome == Draft.Outcome.TOO_LARGE, in, key, keyLength);
        skipValue(session, length);
        if (session.mode == Storing.Mode.SET) {
            forget(in, key, keyLength);
        }
        say(session, result.classic());
    }

    /** What was to be replaced must not be served in place of what could not be stored. */
    void forget(byte[] key, int from, int length) {
        try {
            if (bench.cursor.seek(key, from, length)) {
                bench.cursor.remove();
            }
        } finally {
            bench.cursor.release();
        }
    }

    static void skipValue(Session session, long length) {
        session.skip = length + 2;
        session.phase = Phase.SKIP_DATA;
    }

    private void say(Session session, byte[] reply) {
        if (!session.isQuiet || session.isMeta) {
            bench.reply.reply(reply);
        }
    }

    /** Takes bytes of the value; answers where it stopped. */
    int value(Session session, byte[] in, int from, int to) {
        Draft draft = session.draft;
        int left = draft.remaining();
        int count = Math.min(left, to - from);
        if (count > 0 && !draft.write(in, from, count)) {
            outOfMemory(session, left);
            return from;
        }
        if (count == left) {
            session.phase = Phase.TERMINATOR;
        }
        return from + count;
    }

    /** Memory ran out with this many bytes of the value still to come. */
    void outOfMemory(Session session, int left) {
        storing.refusal(Draft.Outcome.OUT_OF_MEMORY);
        skipValue(session, left);
        say(session, Replies.OUT_OF_MEMORY_READING);
    }

    /** Checks the two bytes behind the value and stores it; answers where it stopped. */
    int terminator(Session session, byte[] in, int from, int to) {
        if (to - from < 2) {
            return from;
        }
        session.phase = Phase.COMMAND;
        if (in[from] != '\r' || in[from + 1] != '\n') {
            session.draft.discard();
            say(session, Replies.BAD_CHUNK);
        } else {
            finish(session);
        }
        return from + 2;
    }

    private void finish(Session session) {
        Storing.Result result = storing.store(session);
        ReplyBuffer reply = bench.reply;
        if (!session.isMeta) {
            if (!session.isQuiet) {
                reply.reply(result.classic());
            }
        } else {
            metaSet.answer(session, result, storing.storedCas(), storing.storedLength());
        }
    }
}
