package io.flagstone.server.internal.operation;

import io.flagstone.server.internal.protocol.ReplyBuffer;
import io.flagstone.server.store.Cursor;
import io.flagstone.server.store.PinnedValue;
import org.jspecify.annotations.Nullable;

/**
 * Puts the value under the cursor on its way. Small ones are copied into the reply buffer while the key is held; large
 * ones are pinned there and sent from where they lie once it is released.
 */
public final class Values {
    /** Bytes up to which copying beats pinning. */
    private static final int COPY_MAX = 16 * 1024;

    private final ReplyBuffer reply;
    private final Cursor cursor;
    private final byte[] end;
    private @Nullable PinnedValue pinned;

    /**
     * Values of one event loop.
     *
     * @param end what follows each value
     */
    public Values(Tools tools, byte[] end) {
        this.reply = tools.reply();
        this.cursor = tools.cursor();
        this.end = end;
    }

    /** Whether a value of this length is to be pinned. */
    private static boolean isLarge(int length) {
        return length > COPY_MAX;
    }

    /** Room to reserve for a value of this length besides its header. */
    public int room(int length) {
        return isLarge(length) ? 0 : length + end.length;
    }

    /** Appends the value, or pins it; the key is held, and {@link #room} has been reserved. */
    public void take(int length) {
        if (!isLarge(length)) {
            cursor.copyValue(0, reply.array(), reply.position(), length);
            reply.advance(length);
            reply.put(end);
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
        reply.reply(end);
    }

    /** Sends what {@link #take} has pinned, if anything; the key is released. */
    public void sendPinned(Peer peer) {
        PinnedValue value = pinned;
        if (value != null) {
            pinned = null;
            reply.flush();
            peer.sendPinned(value);
            reply.reply(end);
        }
    }
}
