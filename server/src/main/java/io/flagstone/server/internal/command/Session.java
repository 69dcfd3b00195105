package io.flagstone.server.internal.command;

import io.flagstone.server.internal.access.Visitor;
import io.flagstone.server.internal.operation.Peer;
import io.flagstone.server.internal.operation.StoreOrder;
import io.flagstone.server.internal.operator.Slices;
import io.flagstone.server.internal.protocol.Verb;
import io.flagstone.server.internal.watch.Watcher;
import io.flagstone.server.store.Draft;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * What must be remembered of a connection between two pieces of its input. One event loop uses it; nobody else does.
 */
final class Session {
    final StoreOrder order;
    final Peer peer;
    /** Whose rights are looked at; null where it may do everything. */
    final @Nullable Visitor visitor;

    Phase phase = Phase.COMMAND;

    /** Input from the current position on in which no line end was found yet. */
    int scanned;

    /** Bytes to be skipped in {@link Phase#SKIP_DATA}. */
    long skip;

    // Of the store command whose value is arriving.
    boolean isMeta;
    boolean isQuiet;
    byte[] echo = new byte[64];
    int echoKeyLength;
    int echoFlags;
    int echoLength;

    // Of the multiget whose keys are being read.
    Verb keysVerb = Verb.GET;
    int keysExpiry;
    int keysLeft;

    @Nullable
    Slices dump;

    @Nullable
    Watcher watcher;

    /** A session that speaks to this peer and builds its items in this draft. */
    Session(Draft draft, Peer peer, @Nullable Visitor visitor) {
        this.visitor = visitor;
        this.order = new StoreOrder(draft);
        this.peer = peer;
    }

    /** Bytes of a value the draft still waits for; 0 outside {@link Phase#VALUE}. */
    int missingValueBytes() {
        return phase == Phase.VALUE ? order.draft().remaining() : 0;
    }

    /** Keeps key and flags of a meta command for the reply after its value. */
    void keepEcho(byte[] line, int from, int keyLength, int flags, int to) {
        int length = to - from;
        if (echo.length < length) {
            echo = new byte[Math.max(length, 2 * echo.length)];
        }
        System.arraycopy(line, from, echo, 0, length);
        echoKeyLength = keyLength;
        echoFlags = flags - from;
        echoLength = length;
    }

    /** Gives back what the connection held; it is gone. */
    void end() {
        order.draft().discard();
        dump = null;
        phase = Phase.CLOSING;
        echo = Arrays.copyOf(echo, 0);
    }
}
