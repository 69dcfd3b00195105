package io.flagstone.provider.internal.link;

import io.flagstone.provider.internal.wire.Reply;
import io.flagstone.provider.internal.wire.Request;

/** A request that has been sent and whose reply is due. Replies come in the order of the requests. */
abstract class Awaited {

    private long opaque;

    /** The request to send. */
    abstract Request request();

    /** Called on the event loop when the reply has come. */
    abstract void replied(Reply reply);

    final void sentAs(long token) {
        opaque = token;
    }

    /** The token that the reply must carry. */
    final long opaque() {
        return opaque;
    }
}
