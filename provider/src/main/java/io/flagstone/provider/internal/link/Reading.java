package io.flagstone.provider.internal.link;

import io.flagstone.provider.internal.wire.Reply;
import io.flagstone.provider.internal.wire.Request;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link Guard} read for one batch, ahead of it or behind it. Calls that are judged by the one behind are held until it
 * has come. Used by the event loop alone until a call is settled by it.
 */
final class Reading extends Awaited {

    private final Request request;
    private final @Nullable Reading fence;
    private @Nullable Reply reply;
    private @Nullable Call firstHeld;
    private @Nullable Call lastHeld;

    Reading(Request request) {
        this(request, null);
    }

    /**
     * @param fence what was read of the guard's fence, just before
     */
    Reading(Request request, @Nullable Reading fence) {
        this.request = request;
        this.fence = fence;
    }

    @Nullable
    Reading fence() {
        return fence;
    }

    @Override
    Request request() {
        return request;
    }

    @Override
    void replied(Reply answer) {
        reply = answer;
    }

    @Nullable
    Reply reply() {
        return reply;
    }

    /** This call has been answered, and is settled when this reading has come. */
    void hold(Call call) {
        if (lastHeld == null) {
            firstHeld = call;
        } else {
            lastHeld.heldBefore(call);
        }
        lastHeld = call;
    }

    /** Hands on the calls that are held, in their order, and holds them no longer. */
    void release(Consumer<Call> taker) {
        Call call = firstHeld;
        firstHeld = null;
        lastHeld = null;
        while (call != null) {
            Call next = call.nextHeld();
            taker.accept(call);
            call = next;
        }
    }
}
