package io.flagstone.server.internal.command;

import io.flagstone.server.internal.protocol.Replies;
import io.flagstone.server.internal.protocol.ReplyBuffer;
import io.flagstone.server.store.Cursor;
import io.flagstone.server.store.PinnedValue;
import org.jspecify.annotations.Nullable;

/**
 * Puts the value under the cursor on its way. Small ones are copied into the reply buffer while the key is held; large
 * ones are pinned there and sent from where they lie once it is released.
 */
final class Values {
    /** Bytes up to which copying beats pinning. */
    static final int COPY_MAX = 16 * 1024;

    private final ReplyBuffer reply;
    private final Cursor cursor;
    private @Nullable PinnedValue pinned;

    Values(ReplyBuffer reply, Cursor cursor) {
        this.reply = reply;
        this.cursor = cursor;
    }

    /** Whether a value of this length is to be pinned. */
    static boolean isLarge(int length) {
        return length > COPY_MAX;
    }

    /** Room to reserve for a value of this length besides its header. */
    static int room(int length) {
        return isLarge(length) ? 0 : length + 2;
    }

    /** Appends the value, or pins it; the key is held, and {@link #room} has been reserved. */
    void take(int length) {
        if (!isLarge(length)) {
            cursor.copyValue(0, reply.array(), reply.position(), length);
            reply.advance(length);
            reply.put(Replies.CRLF);
            return;
        }
        pinned = cursor.pin();
        if (pinned == null) {
            copyLarge(length);
        }
    }

    private void copyLarge(int length) {
        for (int from = 0; from < length; from += COPY_MAX) {
            int count = Math.min(COPY_MAX, length - from);
            reply.reserve(count);
            cursor.copyValue(from, reply.array(), reply.position(), count);
            reply.advance(count);
        }
        reply.reply(Replies.CRLF);
    }

    /** Sends what {@link #take} has pinned, if anything; the key is released. */
    void sendPinned(Peer peer) {
        PinnedValue value = pinned;
        if (value != null) {
            pinned = null;
            reply.flush();
            peer.sendPinned(value);
            reply.reply(Replies.CRLF);
        }
    }
}
