package io.flagstone.server.internal.operator;

import io.flagstone.server.internal.protocol.Replies;
import io.flagstone.server.internal.protocol.ReplyBuffer;
import io.flagstone.server.internal.protocol.Text;
import io.flagstone.server.store.StoredItem;
import io.flagstone.server.store.Walk;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;

/**
 * {@code stats sizes}: how many items there are of each size, in steps of 32 bytes. The items are counted when asked,
 * in slices, so nothing has to be kept up to date for it.
 */
public final class SizesCommand implements Slices, Walk.Visitor {
    private static final int STEP = 32;
    /** Steps between two looks at other connections; a fraction of a millisecond. */
    private static final int STEPS_PER_SLICE = 2000;

    private final Walk walk;
    private final ReplyBuffer reply;
    private final TreeMap<Integer, Integer> counts = new TreeMap<>();

    /** The items of this walk, answered here. */
    public SizesCommand(Walk walk, ReplyBuffer reply) {
        this.walk = walk;
        this.reply = reply;
    }

    @Override
    public boolean slice(BooleanSupplier isCongested) {
        for (int step = 0; step < STEPS_PER_SLICE; step++) {
            if (!walk.step(this)) {
                answer();
                return true;
            }
        }
        return false;
    }

    @Override
    public void visit(StoredItem item) {
        counts.merge((item.footprint() + STEP - 1) / STEP, 1, Integer::sum);
    }

    private void answer() {
        counts.forEach((step, count) -> {
            reply.reply(Replies.STAT);
            reply.reply(Text.ascii(step * STEP + " " + count + "\r\n"));
        });
        reply.reply(Replies.END);
    }
}
