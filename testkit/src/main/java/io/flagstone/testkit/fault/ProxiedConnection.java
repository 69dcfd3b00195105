package io.flagstone.testkit.fault;

import java.io.IOException;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** A client's connection to the proxy and the proxy's to the server. */
final class ProxiedConnection {
    private final Socket client;
    private final Socket server;
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger flowing = new AtomicInteger(2);
    private volatile boolean abandoned;

    ProxiedConnection(Socket client, Socket server, Wire toServer, Wire toClient, SplittableRandom random) {
        this.client = client;
        this.server = server;
        Pump requests = new Pump(client, server, toServer, random.split(), this::broken, this::ended);
        Pump replies = new Pump(server, client, toClient, random.split(), this::broken, this::ended);
        threads.addAll(List.of(requests.threads("proxy-requests")));
        threads.addAll(List.of(replies.threads("proxy-replies")));
    }

    void start() {
        threads.forEach(thread -> {
            thread.setDaemon(true);
            thread.start();
        });
    }

    /** One side is gone: so is the other, unless it has been left alone on purpose. */
    private void broken() {
        if (!abandoned) {
            reset();
        }
    }

    /** One direction has come to its orderly end. */
    private void ended() {
        if (flowing.decrementAndGet() == 0) {
            close(client);
            close(server);
        }
    }

    /** Resets both sides. */
    void reset() {
        stopPumping();
        reset(client);
        reset(server);
    }

    /** Resets one side only; the other is left connected to nobody. */
    void resetOnly(Direction side) {
        abandoned = true;
        stopPumping();
        reset(side == Direction.TO_SERVER ? server : client);
    }

    private void stopPumping() {
        threads.forEach(Thread::interrupt);
    }

    private static void reset(Socket socket) {
        try {
            // Closing without lingering sends a reset instead of a farewell.
            socket.setSoLinger(true, 0);
        } catch (IOException alreadyClosed) {
            // That is what was wanted.
        }
        close(socket);
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyBroken) {
            // It is closed all the same.
        }
    }

    boolean isClosed() {
        return client.isClosed() && server.isClosed();
    }
}
