package io.flagstone.bench.node;

import io.flagstone.bench.measure.Window;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * Keeps some connections busy on one thread: a single one with blocking calls, which is the quickest, several by waiting
 * for whichever has an answer.
 */
final class Driver implements Callable<Counts> {
    private static final long SILENCE_MILLIS = 10_000;

    private final List<Connection> connections;
    private final Window window;
    private final Counts counts = new Counts();
    private int open;

    Driver(List<Connection> connections, Window window) {
        this.connections = connections;
        this.window = window;
    }

    /** Runs until the window is over and every reply has come. */
    @Override
    public Counts call() throws IOException {
        if (connections.size() == 1) {
            runBlocking(connections.get(0));
        } else {
            runSelecting();
        }
        return counts;
    }

    private void runBlocking(Connection connection) throws IOException {
        while (!window.isOverAt(System.nanoTime())) {
            connection.begin();
            boolean sent = connection.send();
            while (!sent) {
                sent = connection.send();
            }
            boolean complete = connection.receive(window, counts);
            while (!complete) {
                complete = connection.receive(window, counts);
            }
        }
    }

    private void runSelecting() throws IOException {
        try (Selector selector = Selector.open()) {
            for (Connection connection : connections) {
                connection.channel().configureBlocking(false);
                SelectionKey key = connection.channel().register(selector, SelectionKey.OP_READ, connection);
                beginOn(key);
            }
            open = connections.size();
            while (open > 0) {
                if (selector.select(this::serve, SILENCE_MILLIS) == 0) {
                    throw new WrongReply("no reply within " + SILENCE_MILLIS + " ms");
                }
            }
        }
    }

    private void serve(SelectionKey key) {
        Connection connection = (Connection) key.attachment();
        try {
            if (connection.serve(key, window, counts)) {
                if (window.isOverAt(System.nanoTime())) {
                    key.cancel();
                    open--;
                } else {
                    beginOn(key);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void beginOn(SelectionKey key) throws IOException {
        Connection connection = (Connection) key.attachment();
        connection.begin();
        connection.sendOn(key);
    }
}
