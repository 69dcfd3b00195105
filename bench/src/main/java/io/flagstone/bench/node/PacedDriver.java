package io.flagstone.bench.node;

import io.flagstone.bench.measure.Window;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Asks at a fixed rate, whether answers come or not, on one thread that never waits to be woken: while answers are due it
 * looks for them all the time, and it sleeps only where there are none and the next piece is far off, so that at low rates
 * it leaves its processor to others. The latency of a piece counts from the moment it was due, so that a server that stalls
 * pays for all that was to be sent meanwhile.
 */
final class PacedDriver implements Callable<Counts> {
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    /** A sleep ends so long before a piece is due: more than the system is late to wake a thread. */
    private static final long EARLY_NANOS = TimeUnit.MICROSECONDS.toNanos(120);

    private final List<Connection> connections;
    private final Window window;
    private final long nanosPerPiece;
    private final Counts counts = new Counts();
    private final ArrayDeque<SelectionKey> idle = new ArrayDeque<>();
    private long heard;

    PacedDriver(List<Connection> connections, Window window, long nanosPerPiece) {
        this.connections = connections;
        this.window = window;
        this.nanosPerPiece = nanosPerPiece;
    }

    /** Runs until the window is over and every reply has come. */
    @Override
    public Counts call() throws IOException {
        try (Selector selector = Selector.open()) {
            for (Connection connection : connections) {
                connection.channel().configureBlocking(false);
                idle.add(connection.channel().register(selector, SelectionKey.OP_READ, connection));
            }
            heard = System.nanoTime();
            for (long due = heard; !window.isOverAt(due) || idle.size() < connections.size(); ) {
                due = beginWhatIsDue(due);
                selector.selectNow(this::serve);
                rest(due);
                if (System.nanoTime() - heard > SILENCE_NANOS) {
                    throw new WrongReply("no reply for ten seconds");
                }
            }
        }
        return counts;
    }

    /** Begins as many pieces as there are connections for; answers when the next one is due. */
    private long beginWhatIsDue(long first) throws IOException {
        long due = first;
        while (!window.isOverAt(due) && due - System.nanoTime() <= 0 && !idle.isEmpty()) {
            SelectionKey key = idle.remove();
            Connection connection = (Connection) key.attachment();
            connection.begin(due);
            connection.sendOn(key);
            due += nanosPerPiece;
        }
        return due;
    }

    private void rest(long due) {
        long nanos = due - System.nanoTime() - EARLY_NANOS;
        if (nanos > 0 && idle.size() == connections.size()) {
            LockSupport.parkNanos(nanos);
            heard = System.nanoTime();
        }
    }

    private void serve(SelectionKey key) {
        Connection connection = (Connection) key.attachment();
        try {
            if (connection.serve(key, window, counts)) {
                idle.add(key);
            }
            heard = System.nanoTime();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
