package io.flagstone.server.internal.command;

import io.flagstone.server.internal.protocol.Limits;
import io.flagstone.server.internal.protocol.Line;
import io.flagstone.server.internal.protocol.Replies;
import io.flagstone.server.internal.protocol.Text;
import io.flagstone.server.internal.stats.ClassCounter;
import io.flagstone.server.internal.stats.Counter;
import io.flagstone.server.store.Cursor;

/** delete, incr, decr, touch: the classic commands that change an item without a value. */
final class Mutation {
    private static final int NUMBER_MAX = 22;
    private static final byte[] DELETE = Text.ascii("delete");

    private final Workbench bench;
    private final Cursor cursor;
    private final Arithmetic arithmetic;
    private boolean quiet;

    Mutation(Workbench bench, Arithmetic arithmetic) {
        this.bench = bench;
        this.cursor = bench.cursor;
        this.arithmetic = arithmetic;
    }

    private void say(byte[] reply) {
        if (!quiet) {
            bench.reply.reply(reply);
        }
    }

    /** Reads the key; false when there is none or it is too long. */
    private boolean readKey() {
        Line line = bench.line;
        quiet = line.wantsNoReply();
        if (!line.next() || line.tokenLength() > Limits.KEY) {
            say(Replies.BAD_FORMAT);
            return false;
        }
        bench.key = line.bytes();
        bench.keyStart = line.tokenStart();
        bench.keyLength = line.tokenLength();
        return true;
    }

    void delete() {
        if (!readKey()) {
            return;
        }
        bench.facts.prefixes().delete(bench.key, bench.keyStart, bench.keyLength);
        try {
            if (bench.seekKey()) {
                bench.counters.count(Counter.DELETE_HITS);
                bench.counters.count(ClassCounter.DELETE_HITS, cursor.slabClass());
                bench.log.removed(DELETE);
                cursor.remove();
                say(Replies.DELETED);
            } else {
                bench.counters.count(Counter.DELETE_MISSES);
                say(Replies.NOT_FOUND);
            }
        } finally {
            cursor.release();
        }
    }

    void touch() {
        if (!readKey()) {
            return;
        }
        Line line = bench.line;
        if (!line.next()) {
            say(Replies.BAD_FORMAT);
            return;
        }
        if (!bench.numbers.signed(line.bytes(), line.tokenStart(), line.tokenEnd())) {
            say(Replies.BAD_EXPTIME);
            return;
        }
        bench.counters.count(Counter.CMD_TOUCH);
        try {
            if (bench.seekKey()) {
                bench.logFetched(true);
                bench.counters.count(Counter.TOUCH_HITS);
                bench.counters.count(ClassCounter.TOUCH_HITS, cursor.slabClass());
                cursor.expiry(bench.expiry((int) bench.numbers.value()));
                cursor.hit();
                say(Replies.TOUCHED);
            } else {
                bench.logFetched(false);
                bench.counters.count(Counter.TOUCH_MISSES);
                say(Replies.NOT_FOUND);
            }
        } finally {
            cursor.release();
        }
    }

    void change(boolean add) {
        if (!readKey()) {
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
            if (bench.seekKey()) {
                bench.logFetched(true);
                change(add, delta);
            } else {
                bench.logFetched(false);
                bench.counters.count(add ? Counter.INCR_MISSES : Counter.DECR_MISSES);
                say(Replies.NOT_FOUND);
            }
        } finally {
            cursor.release();
        }
    }

    private void change(boolean add, long delta) {
        switch (arithmetic.apply(bench.key, bench.keyStart, bench.keyLength, delta, add)) {
            case NOT_NUMERIC -> say(Replies.NOT_NUMERIC);
            case OUT_OF_MEMORY -> say(Replies.OUT_OF_MEMORY_ITEM);
            case DONE -> {
                bench.counters.count(add ? Counter.INCR_HITS : Counter.DECR_HITS);
                bench.counters.count(add ? ClassCounter.INCR_HITS : ClassCounter.DECR_HITS, cursor.slabClass());
                if (!quiet) {
                    bench.reply.reserve(NUMBER_MAX);
                    arithmetic.write(bench.reply);
                    bench.reply.put(Replies.CRLF);
                }
            }
        }
    }
}
