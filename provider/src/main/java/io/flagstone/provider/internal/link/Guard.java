package io.flagstone.provider.internal.link;

import io.flagstone.provider.internal.wire.Reply;
import io.flagstone.provider.internal.wire.Request;
import org.jspecify.annotations.Nullable;

/**
 * What a connection reads around the calls that carry it, in the same write, once for all calls of one batch. A call
 * is told what was read, and decides with it whether its own reply counts.
 *
 * <pre>
 *   reading   store a   store b   get c   add d   reading
 *   └── ahead of all stores                └── behind the batch, where any call tells what is there
 * </pre>
 *
 * A store that was carried out is judged by the reading ahead, everything else by the one behind (decision 5).
 */
public interface Guard {

    /** What guards of one node have in common, read once for all of them, with each reading of theirs. */
    interface Fence {

        /** The read to send. */
        Request reading();
    }

    /** The read to send, or null for none. */
    @Nullable
    Request reading();

    /** What else is read; then all calls have both readings, ahead and behind, and are judged by all of them. Or null. */
    default @Nullable Fence fence() {
        return null;
    }

    /**
     * A call that its caller had given up on was answered after all, or one that nobody waits for. Called on the event
     * loop.
     *
     * @param connection the connection that brought the reply, still usable
     */
    void settledLate(Connection connection, Call call, Reply reply);

    /**
     * This mutation was in flight when the connection broke: nobody knows whether it happened, or still will. Called on
     * the event loop, before the call is settled.
     */
    void lost(Call call);

    /**
     * This {@link Call#obligation} was not sent: the connection broke first. Called by any thread.
     */
    void undone(Call call);
}
