package io.flagstone.testkit.copies;

import io.flagstone.testkit.simulation.Reply;
import io.flagstone.testkit.simulation.Wire;
import org.jspecify.annotations.Nullable;

/**
 * What became of one command on one key.
 *
 * @param fate how it went
 * @param reply the node's, where it counts
 * @param wire the connection that tokens of the reply are bound to
 */
record Answer(Fate fate, @Nullable Reply reply, @Nullable Wire wire) {

    /** See {@link Answer}. */
    enum Fate {
        COUNTS,
        /** The token belongs to a former connection: nothing happened. */
        STALE,
        /** Nothing happened. */
        FAILED,
        /** The connection broke with a change on it. */
        UNKNOWN
    }

    static Answer of(Fate fate) {
        return new Answer(fate, null, null);
    }

    boolean counts() {
        return fate == Fate.COUNTS;
    }

    boolean isDone() {
        return reply != null && reply.isDone();
    }

    /** The token, or zero. */
    long cas() {
        return reply == null ? 0 : reply.cas();
    }

    @Nullable
    String value() {
        return reply == null ? null : (String) reply.value();
    }
}
