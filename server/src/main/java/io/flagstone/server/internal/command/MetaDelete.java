package io.flagstone.server.internal.command;

import io.flagstone.server.internal.access.Right;
import io.flagstone.server.internal.protocol.MetaFlags;
import io.flagstone.server.internal.protocol.Replies;
import io.flagstone.server.internal.protocol.Text;
import io.flagstone.server.internal.stats.ClassCounter;
import io.flagstone.server.internal.stats.Counter;
import io.flagstone.server.store.Cursor;
import io.flagstone.server.store.Draft;
import io.flagstone.server.store.Mark;

/** md: removes an item, or marks it stale, or takes only its value away. */
final class MetaDelete {
    private static final byte[] MD = Text.ascii("md");

    private final Workbench bench;
    private final Cursor cursor;

    MetaDelete(Workbench bench) {
        this.bench = bench;
        this.cursor = bench.cursor;
    }

    void execute() {
        bench.counters.count(Counter.CMD_META);
        if (!bench.line.next()) {
            bench.reply.reply(Replies.BAD_FORMAT);
            return;
        }
        byte[] error = bench.readMeta(bench.line.tokenStart(), bench.line.tokenEnd(), bench.line.rest(), 2);
        if (error == null) {
            error = bench.denial(Right.DELETE.bit());
        }
        if (error != null) {
            bench.reply.reply(error);
            return;
        }
        MetaFlags flags = bench.flags;
        try {
            if (!bench.seekKey()) {
                bench.counters.count(Counter.DELETE_MISSES);
                MetaReply.plain(bench, MetaReply.NF);
            } else if (flags.has('C') && flags.compareCas() != cursor.cas()) {
                MetaReply.plain(bench, MetaReply.EX);
            } else {
                delete(flags);
            }
        } finally {
            cursor.release();
        }
    }

    private void delete(MetaFlags flags) {
        if (flags.has('x') && !empty(flags)) {
            bench.reply.reply(Replies.OUT_OF_MEMORY_ITEM);
            return;
        }
        if (flags.has('I')) {
            markStale(flags);
        } else if (!flags.has('x')) {
            bench.counters.count(Counter.DELETE_HITS);
            bench.counters.count(ClassCounter.DELETE_HITS, cursor.slabClass());
            bench.log.removed(MD);
            cursor.remove();
        }
        if (!flags.has('q')) {
            MetaReply.plain(bench, MetaReply.HD);
        }
    }

    /** Puts an item without value and client flags in the place of this one; life and key form stay. */
    private boolean empty(MetaFlags flags) {
        boolean binary = cursor.has(Mark.BINARY_KEY);
        Draft draft = bench.scratch;
        if (draft.open(bench.key, bench.keyStart, bench.keyLength, 0, cursor.expiry(), 0) != Draft.Outcome.READY) {
            bench.counters.count(Counter.STORE_NO_MEMORY);
            return false;
        }
        cursor.store(draft);
        if (binary) {
            cursor.mark(Mark.BINARY_KEY, true);
        }
        if (flags.has('E')) {
            cursor.cas(flags.explicitCas());
        }
        return true;
    }

    private void markStale(MetaFlags flags) {
        if (flags.has('T')) {
            cursor.expiry(bench.expiry(flags.ttl()));
        }
        cursor.mark(Mark.STALE, true);
        // Whoever had won the right to replace it had not won this.
        cursor.mark(Mark.WON, false);
        if (flags.has('E')) {
            cursor.cas(flags.explicitCas());
        } else {
            cursor.renewCas();
        }
    }
}
