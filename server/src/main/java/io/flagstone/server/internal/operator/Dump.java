package io.flagstone.server.internal.operator;

import io.flagstone.server.internal.protocol.Base64Key;
import io.flagstone.server.internal.protocol.ItemWords;
import io.flagstone.server.internal.protocol.Limits;
import io.flagstone.server.internal.protocol.Replies;
import io.flagstone.server.internal.protocol.ReplyBuffer;
import io.flagstone.server.internal.protocol.Text;
import io.flagstone.server.internal.protocol.UriKey;
import io.flagstone.server.store.Mark;
import io.flagstone.server.store.StoreClock;
import io.flagstone.server.store.StoredItem;
import io.flagstone.server.store.Walk;
import java.util.function.BooleanSupplier;

/** A key dump under way: written in slices, so that neither its event loop nor its reader's memory is taken over. */
public final class Dump implements Slices, Walk.Visitor {
    private static final byte[] MG = Text.ascii("mg ");
    /** Key, words and numbers. */
    private static final int LINE_MAX = UriKey.GROWTH * Limits.KEY + 256;
    /** Steps between two looks at the clock of fairness; a fraction of a millisecond. */
    private static final int STEPS_PER_SLICE = 2000;

    private final Walk walk;
    private final ReplyBuffer reply;
    private final StoreClock clock;
    private final boolean asMeta;
    private final long classes;
    private final byte[] key = new byte[Limits.KEY];

    /**
     * A dump of some slab classes.
     *
     * @param asMeta whether keys are written as mg commands rather than described
     * @param classes bit set of slab classes, all bits for all
     */
    public Dump(Walk walk, ReplyBuffer reply, StoreClock clock, boolean asMeta, long classes) {
        this.walk = walk;
        this.reply = reply;
        this.clock = clock;
        this.asMeta = asMeta;
        this.classes = classes;
    }

    @Override
    public boolean slice(BooleanSupplier isCongested) {
        for (int step = 0; step < STEPS_PER_SLICE && !isCongested.getAsBoolean(); step++) {
            if (!walk.step(this)) {
                reply.reply(asMeta ? Replies.EN : Replies.END);
                return true;
            }
        }
        return false;
    }

    @Override
    public void visit(StoredItem item) {
        if ((classes >>> item.slabClass() & 1) == 0 && classes != -1) {
            return;
        }
        reply.reserve(LINE_MAX);
        item.copyKey(key, 0);
        if (asMeta) {
            command(item);
        } else {
            describe(item);
        }
    }

    private void command(StoredItem item) {
        reply.put(MG);
        if (item.has(Mark.BINARY_KEY) || !isWord(item.keyLength())) {
            Base64Key.encode(key, 0, item.keyLength(), reply);
            reply.put(' ');
            reply.put('b');
        } else {
            reply.put(key, 0, item.keyLength());
        }
        reply.put(Replies.CRLF);
    }

    /** Whether the key can stand in a line as it is; one of the binary protocol may hold blanks and line ends. */
    private boolean isWord(int length) {
        for (int i = 0; i < length; i++) {
            if (key[i] >= 0 && key[i] <= ' ') {
                return false;
            }
        }
        return true;
    }

    private void describe(StoredItem item) {
        reply.put(ItemWords.KEY);
        int end = UriKey.encode(key, 0, item.keyLength(), reply.array(), reply.position());
        reply.advance(end - reply.position());
        reply.put(ItemWords.EXP);
        reply.signed(item.expiry() == 0 ? -1 : clock.unix(item.expiry()));
        reply.put(ItemWords.LA);
        reply.number(clock.unix(item.lastAccess()));
        reply.put(ItemWords.CAS);
        reply.number(item.cas());
        reply.put(item.fetched() ? ItemWords.FETCHED : ItemWords.NOT_FETCHED);
        reply.put(ItemWords.CLS);
        reply.number(item.slabClass());
        reply.put(ItemWords.SIZE);
        reply.number(item.footprint());
        reply.put(ItemWords.FLAGS);
        reply.number(item.flags() & 0xffffffffL);
        reply.put(' ');
        reply.put('\n');
    }
}
