package io.flagstone.provider.internal.link;

import io.flagstone.provider.config.LinkOptions;
import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.internal.clock.Clock;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps one node connected: opens a connection, and another when it breaks, with growing pauses while that fails. The
 * host name is looked up anew for every attempt.
 */
public final class Link implements AutoCloseable {

    /** What the owner of the link hears. */
    public interface Events {

        /** A connection can be used, for the probing that the owner sees fit. */
        void opened(Connection connection);

        /** Replies have come in on it. */
        void heard(Connection connection);

        /** It broke; another attempt follows after a pause. */
        void broke(Connection connection, Throwable cause);

        /** An attempt to connect failed; another follows after a pause. */
        void unreachable(Throwable cause);
    }

    private final NodeAddress node;
    private final Transport transport;
    private final LinkOptions options;
    private final Events events;
    private final Backoff backoff;

    private @Nullable Connection current;
    private boolean closed;

    public Link(NodeAddress node, Transport transport, LinkOptions options, Clock clock, Events events) {
        this.node = node;
        this.transport = transport;
        this.options = options;
        this.events = events;
        this.backoff = new Backoff(clock, options.firstRetry(), options.longestRetry());
    }

    /** Makes the first attempt. */
    public void start() {
        transport.execute(this::attempt);
    }

    /** The connection has proved itself: pauses start small again. */
    public synchronized void proven() {
        backoff.reset();
    }

    /** Looking up a name may block, so this runs on a helper thread. */
    private void attempt() {
        if (isClosed()) {
            return;
        }
        InetSocketAddress address = new InetSocketAddress(node.host(), node.port());
        if (address.isUnresolved()) {
            failed(new UnknownHostException(node.host()));
            return;
        }
        transport.connect(address, options.connectTimeout(), new Lifecycle(), this::failed);
    }

    private void failed(Throwable cause) {
        if (isClosed()) {
            return;
        }
        events.unreachable(cause);
        again();
    }

    private void again() {
        long pause;
        synchronized (this) {
            pause = backoff.next();
        }
        transport.schedule(() -> transport.execute(this::attempt), pause);
    }

    private synchronized boolean isClosed() {
        return closed;
    }

    private synchronized boolean adopt(@Nullable Connection connection) {
        current = connection;
        return !closed;
    }

    /** Ends the connection and all attempts. */
    @Override
    public void close() {
        Connection last;
        synchronized (this) {
            closed = true;
            last = current;
        }
        if (last != null) {
            last.close(new IOException("closed by this client"));
        }
    }

    private final class Lifecycle implements Connection.Events {

        @Override
        public void opened(Connection connection) {
            if (adopt(connection)) {
                events.opened(connection);
            } else {
                connection.close(new IOException("closed by this client"));
            }
        }

        @Override
        public void heard(Connection connection) {
            events.heard(connection);
        }

        @Override
        public void closed(Connection connection, Throwable cause) {
            boolean open = adopt(null);
            events.broke(connection, cause);
            if (open) {
                again();
            }
        }
    }
}
