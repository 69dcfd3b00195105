package io.flagstone.provider.discovery;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

/** What a manager offers its source. */
public interface SourceContext {

    /** How often to ask, as {@code flagstone.nodes.poll} says. */
    Duration poll();

    /**
     * Opens a connection as those to nodes are: with TLS where the manager has it, and logged in.
     *
     * @param timeout for connecting, and for each silence of the other side
     * @throws IOException when that fails
     */
    Socket connect(InetSocketAddress address, Duration timeout) throws IOException;

    /**
     * Runs the task again and again with this pause between, for as long as the manager is open. The task may block. It
     * first runs after one pause.
     */
    void repeat(Duration pause, Runnable task);
}
