package io.flagstone.server.internal.operator;

import io.flagstone.server.config.Option;
import io.flagstone.server.internal.protocol.Limits;
import io.flagstone.server.internal.protocol.Replies;
import io.flagstone.server.internal.protocol.ReplyBuffer;
import io.flagstone.server.internal.protocol.Text;
import io.flagstone.server.store.Mark;
import io.flagstone.server.store.StoreClock;
import io.flagstone.server.store.StoredItem;
import io.flagstone.server.store.Walk;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * {@code stats cachedump CLASS LIMIT}: some keys of a slab class, for people. Items come in no particular order, from
 * all LRU lists; binary keys are left out, and the answer ends after 2 MiB, as memcached's does.
 */
public final class CacheDump implements Slices, Walk.Visitor {
    private static final byte[] ITEM = Text.ascii("ITEM ");
    private static final byte[] BYTES = Text.ascii(" b; ");
    private static final byte[] SECONDS = Text.ascii(" s]\r\n");
    private static final int LINE_MAX = Limits.KEY + 80;
    private static final int STEPS_PER_SLICE = 2000;
    private static final int ANSWER_MAX = 2 << 20;
    private static final long CLASS_MAX = 63;

    private final Walk walk;
    private final ReplyBuffer reply;
    private final StoreClock clock;
    private final int slabClass;
    private final byte[] key = new byte[Limits.KEY];
    private long left;
    private int room = ANSWER_MAX;

    private CacheDump(Desk desk, int slabClass, long limit) {
        this.walk = desk.facts().engine().walk();
        this.reply = desk.reply();
        this.clock = desk.facts().clock();
        this.slabClass = slabClass;
        this.left = limit == 0 ? Long.MAX_VALUE : limit;
    }

    /** Reads the line, which is at the word cachedump; null when it was answered with an error. */
    public static @Nullable CacheDump begin(Desk desk) {
        if (!desk.facts().options().is(Option.DUMP)) {
            return refuse(desk, Replies.CACHEDUMP_FORBIDDEN);
        }
        if (desk.tokensLeft(false) < 2) {
            return refuse(desk, Replies.BAD_LINE);
        }
        desk.line().next();
        boolean readable = desk.readsUnsigned();
        long slabClass = desk.numbers().value();
        desk.line().next();
        if (!readable || !desk.readsUnsigned()) {
            return refuse(desk, Replies.BAD_FORMAT);
        }
        if (slabClass > CLASS_MAX) {
            return refuse(desk, Replies.ILLEGAL_CLASS);
        }
        return new CacheDump(desk, (int) slabClass, desk.numbers().value());
    }

    private static @Nullable CacheDump refuse(Desk desk, byte[] error) {
        desk.reply().reply(error);
        return null;
    }

    @Override
    public boolean slice(BooleanSupplier isCongested) {
        for (int step = 0; step < STEPS_PER_SLICE && !isCongested.getAsBoolean(); step++) {
            if (left == 0 || !walk.step(this)) {
                reply.reply(Replies.END);
                return true;
            }
        }
        return false;
    }

    @Override
    public void visit(StoredItem item) {
        if (left == 0 || item.slabClass() != slabClass || item.has(Mark.BINARY_KEY)) {
            return;
        }
        reply.reserve(LINE_MAX);
        int start = reply.position();
        item.copyKey(key, 0);
        reply.put(ITEM);
        reply.put(key, 0, item.keyLength());
        reply.put(' ');
        reply.put('[');
        reply.number(item.valueLength());
        reply.put(BYTES);
        reply.number(item.expiry() == 0 ? 0 : clock.unix(item.expiry()));
        reply.put(SECONDS);
        room -= reply.position() - start;
        left = room < LINE_MAX ? 0 : left - 1;
    }
}
