package io.flagstone.server.internal.command;

import io.flagstone.server.internal.access.Right;
import io.flagstone.server.internal.operation.StoreOrder;
import io.flagstone.server.internal.operation.Storing;
import io.flagstone.server.internal.protocol.Limits;
import io.flagstone.server.internal.protocol.Line;
import io.flagstone.server.internal.protocol.Replies;
import io.flagstone.server.internal.protocol.Verb;
import io.flagstone.server.store.Draft;
import org.jspecify.annotations.Nullable;

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

    private static StoreOrder.Mode mode(Verb verb) {
        return switch (verb) {
            case ADD -> StoreOrder.Mode.ADD;
            case REPLACE -> StoreOrder.Mode.REPLACE;
            case APPEND -> StoreOrder.Mode.APPEND;
            case PREPEND -> StoreOrder.Mode.PREPEND;
            case CAS -> StoreOrder.Mode.CAS;
            default -> StoreOrder.Mode.SET;
        };
    }

    /** Reads a command line; what it announces is expected in the next phase. */
    void begin(Session session, Verb verb) {
        session.isQuiet = bench.line.wantsNoReply();
        session.isMeta = false;
        session.order.begin(mode(verb));
        if (!read(session)) {
            say(session, Replies.BAD_FORMAT);
        }
    }

    /** A value whose length is known is skipped where something else is wrong: it is not to be taken for commands. */
    private boolean read(Session session) {
        Line line = bench.line;
        if (!line.next()) {
            return false;
        }
        int keyStart = line.tokenStart();
        int keyLength = line.tokenLength();
        boolean isRight = keyLength <= Limits.KEY;
        isRight &= line.next() && isUnsigned(line);
        int flags = (int) bench.numbers.value();
        isRight &= line.next() && isSigned(line);
        int exptime = (int) bench.numbers.value();
        if (!line.next() || !isSigned(line)) {
            return false;
        }
        long length = bench.numbers.value();
        if (length < 0 || length > Limits.VALUE) {
            return false;
        }
        if (session.order.mode() == StoreOrder.Mode.CAS) {
            isRight &= line.next() && isUnsigned(line);
            session.order.compare(bench.numbers.value());
        }
        if (isRight) {
            open(session, line.bytes(), keyStart, keyLength, flags, exptime, (int) length);
        } else {
            skipValue(session, length);
        }
        return isRight;
    }

    private boolean isUnsigned(Line line) {
        return bench.numbers.unsigned(line.bytes(), line.tokenStart(), line.tokenEnd());
    }

    private boolean isSigned(Line line) {
        return bench.numbers.signed(line.bytes(), line.tokenStart(), line.tokenEnd());
    }

    private void open(Session session, byte[] in, int key, int keyLength, int flags, int exptime, int length) {
        if (bench.denies(Right.WRITE.bit(), in, key, keyLength)) {
            skipValue(session, length);
            say(session, Replies.DENIED);
            return;
        }
        int expiry = bench.expiry(exptime);
        bench.facts.prefixes().set(in, key, keyLength);
        boolean forgets = session.order.mode() == StoreOrder.Mode.SET;
        if (bench.hasWhole(length)) {
            skipValue(session, length);
            session.order.value(in, bench.valueStart(), length);
            answer(session, storing.storeWhole(session.order, in, key, keyLength, flags, expiry, forgets));
            return;
        }
        Storing.Result refusal = storing.open(session.order, in, key, keyLength, flags, expiry, length, forgets);
        if (refusal == null) {
            session.phase = Phase.VALUE;
        } else {
            skipValue(session, length);
            say(session, StoreReplies.classic(refusal));
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
        Draft draft = session.order.draft();
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
        storing.ranOut();
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
            session.order.draft().discard();
            say(session, Replies.BAD_CHUNK);
        } else {
            answer(session, storing.store(session.order));
        }
        return from + 2;
    }

    /** Answers what became of a value; null when memory ran out while it was written. */
    private void answer(Session session, Storing.@Nullable Result result) {
        if (session.isMeta) {
            metaSet.answer(session, result);
        } else {
            say(session, result == null ? Replies.OUT_OF_MEMORY_READING : StoreReplies.classic(result));
        }
    }
}
