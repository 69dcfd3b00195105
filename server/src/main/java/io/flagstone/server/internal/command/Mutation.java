package io.flagstone.server.internal.command;

import io.flagstone.server.internal.access.Right;
import io.flagstone.server.internal.operation.Arithmetic;
import io.flagstone.server.internal.operation.Removal;
import io.flagstone.server.internal.protocol.Limits;
import io.flagstone.server.internal.protocol.Line;
import io.flagstone.server.internal.protocol.Replies;
import io.flagstone.server.store.Cursor;

/** delete, incr, decr, touch: the classic commands that change an item without a value. */
final class Mutation {
    private static final int NUMBER_MAX = 22;

    private final Workbench bench;
    private final Cursor cursor;
    private final Arithmetic arithmetic;
    private final Removal removal;
    private boolean quiet;

    Mutation(Workbench bench, Arithmetic arithmetic) {
        this.bench = bench;
        this.removal = new Removal(bench.tools);
        this.cursor = bench.cursor;
        this.arithmetic = arithmetic;
    }

    private void say(byte[] reply) {
        if (!quiet) {
            bench.reply.reply(reply);
        }
    }

    /** Reads the key; false when there is none, it is too long, or these rights to it are wanting. */
    private boolean readKey(int rights) {
        Line line = bench.line;
        quiet = line.wantsNoReply();
        if (!line.next() || line.tokenLength() > Limits.KEY) {
            say(Replies.BAD_FORMAT);
            return false;
        }
        bench.key = line.bytes();
        bench.keyStart = line.tokenStart();
        bench.keyLength = line.tokenLength();
        byte[] denial = bench.denial(rights);
        if (denial != null) {
            say(denial);
        }
        return denial == null;
    }

    void delete() {
        if (!readKey(Right.DELETE.bit())) {
            return;
        }
        if (hasSurplus()) {
            say(Replies.DELETE_USAGE);
            return;
        }
        boolean removed = removal.remove(bench.key, bench.keyStart, bench.keyLength) == Removal.Outcome.REMOVED;
        say(removed ? Replies.DELETED : Replies.NOT_FOUND);
    }

    /** Whether more follows the key than a 0, which was a time once, and noreply. */
    private boolean hasSurplus() {
        Line line = bench.line;
        if (!line.next()) {
            return false;
        }
        boolean zero = line.tokenLength() == 1 && line.bytes()[line.tokenStart()] == '0';
        if (zero && !line.next()) {
            return false;
        }
        boolean isLast = !line.next();
        return !(quiet && isLast);
    }

    void touch() {
        if (!readKey(Right.WRITE.bit())) {
            return;
        }
        Line line = bench.line;
        if (!line.next()) {
            say(Replies.BAD_FORMAT);
            return;
        }
        if (!bench.numbers.signed32(line.bytes(), line.tokenStart(), line.tokenEnd())) {
            say(Replies.BAD_EXPTIME);
            return;
        }
        int expiry = bench.expiry((int) bench.numbers.value());
        try {
            boolean found = bench.fetching.touch(bench.key, bench.keyStart, bench.keyLength, expiry);
            say(found ? Replies.TOUCHED : Replies.NOT_FOUND);
        } finally {
            cursor.release();
        }
    }

    void change(boolean add) {
        if (!readKey(Right.READ.bit() | Right.WRITE.bit())) {
            return;
        }
        Line line = bench.line;
        if (!line.next()) {
            say(Replies.BAD_FORMAT);
            return;
        }
        if (!bench.numbers.unsigned(line.bytes(), line.tokenStart(), line.tokenEnd())) {
            say(Replies.BAD_DELTA);
            return;
        }
        long delta = bench.numbers.value();
        try {
            change(add, delta);
        } finally {
            cursor.release();
        }
    }

    private void change(boolean add, long delta) {
        switch (arithmetic.change(bench.key, bench.keyStart, bench.keyLength, delta, add)) {
            case NOT_FOUND, CHANGED -> {
                arithmetic.countMiss(add);
                say(Replies.NOT_FOUND);
            }
            case NOT_NUMERIC -> say(Replies.NOT_NUMERIC);
            case OUT_OF_MEMORY -> say(Replies.OUT_OF_MEMORY_ITEM);
            case DONE -> {
                if (!quiet) {
                    bench.reply.reserve(NUMBER_MAX);
                    arithmetic.write(bench.reply);
                    bench.reply.put(Replies.CRLF);
                }
            }
        }
    }
}
