package io.flagstone.server.internal.operation;

import io.flagstone.server.internal.protocol.ReplyBuffer;
import io.flagstone.server.store.PinnedValue;

/** The other end of a connection, as far as commands know it. */
public interface Peer extends ReplyBuffer.Outlet {
    /** The connection's number, by which operators know it. */
    int id();

    /** Sends a value from where it lies and releases it when it is out, or when the connection is gone. */
    void sendPinned(PinnedValue value);

    /** Whether so much waits to be sent that nothing more should be executed for now. */
    boolean isCongested();
}
