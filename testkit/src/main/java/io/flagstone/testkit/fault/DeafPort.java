package io.flagstone.testkit.fault;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/**
 * A port that is listened on and whose queue of connections is full: Linux answers no further ones, as if there were nobody at
 * the address, and whoever connects waits for his own time limit. A few find room in the queue and hear nothing there.
 */
final class DeafPort implements AutoCloseable {
    private static final int SHORTEST_QUEUE = 1;
    /** More than the shortest queue holds. */
    private static final int FILLERS = 4;

    private final ServerSocket listener = new ServerSocket();
    private final List<SocketChannel> fillers = new ArrayList<>();

    private DeafPort() throws IOException {}

    /** Takes the port. */
    static DeafPort on(InetSocketAddress address) throws IOException {
        DeafPort port = new DeafPort();
        try {
            port.listener.setReuseAddress(true);
            port.listener.bind(address, SHORTEST_QUEUE);
            for (int i = 0; i < FILLERS; i++) {
                SocketChannel filler = SocketChannel.open();
                port.fillers.add(filler);
                filler.configureBlocking(false);
                filler.connect(address);
            }
            return port;
        } catch (IOException e) {
            port.close();
            throw e;
        }
    }

    /** Leaves the port; whoever waited in the queue is reset. */
    @Override
    public void close() {
        fillers.forEach(FaultProxy::closeQuietly);
        FaultProxy.closeQuietly(listener);
    }
}
