package io.flagstone.provider.internal.link;

import io.flagstone.provider.internal.wire.Reply;
import io.flagstone.provider.internal.wire.Request;
import org.jspecify.annotations.Nullable;

/** What a {@link Guard} read for one batch. Written by the event loop before any call of the batch is settled. */
final class Reading extends Awaited {

    private final Request request;
    private @Nullable Reply reply;

    Reading(Request request) {
        this.request = request;
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
}
