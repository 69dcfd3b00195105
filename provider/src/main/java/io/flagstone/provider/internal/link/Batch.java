package io.flagstone.provider.internal.link;

import org.jspecify.annotations.Nullable;

/**
 * Calls in a row for one node, which its connection is handed at once. None is held up by the next one, which may be for a
 * node that is to be waited for.
 */
public final class Batch {

    /** Calls handed over at once. A guess: few enough to be on their way while the next are made. */
    private static final int MOST = 32;

    private @Nullable Object node;
    private @Nullable Connection connection;
    private int calls;

    /** The next call is for this node. */
    public void nextIsFor(Object next) {
        if (!next.equals(node) || calls >= MOST) {
            send();
        }
        node = next;
    }

    /** A call was put into the outbox of this connection. */
    public void add(Connection used) {
        if (connection != null && connection != used) {
            send();
        }
        connection = used;
        calls++;
    }

    /** Sends what is in the outbox. */
    public void send() {
        if (connection != null) {
            connection.send();
            connection = null;
        }
        calls = 0;
    }
}
