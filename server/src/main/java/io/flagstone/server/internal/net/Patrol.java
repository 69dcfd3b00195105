package io.flagstone.server.internal.net;

import java.util.ArrayList;
import java.util.List;

/**
 * Looks at the connections of one event loop every now and then, and closes those that have begun a request and do not
 * finish it: nothing has to be noted, and no clock read, for a request that is in order.
 */
final class Patrol implements Runnable {
    /** Looks in the time that a request may take. */
    static final int ROUNDS = 8;

    private final long patienceNanos;
    private final List<Beat> beats = new ArrayList<>();

    Patrol(long patienceNanos) {
        this.patienceNanos = patienceNanos;
    }

    /** What was seen of a connection when it was last looked at. */
    static final class Beat {
        private final Connection connection;
        private int place;
        private boolean halfway;
        private long since;
        private long progress;

        private Beat(Connection connection) {
            this.connection = connection;
        }
    }

    /** From now on this connection is looked at. */
    Beat add(Connection connection) {
        Beat beat = new Beat(connection);
        beat.place = beats.size();
        beats.add(beat);
        return beat;
    }

    /** The connection is gone; the last one takes its place. */
    void remove(Beat beat) {
        Beat last = beats.remove(beats.size() - 1);
        if (last != beat) {
            last.place = beat.place;
            beats.set(beat.place, last);
        }
    }

    @Override
    public void run() {
        long now = System.nanoTime();
        // From the end, for one that is closed may leave at once.
        for (int i = beats.size() - 1; i >= 0; i--) {
            if (i < beats.size()) {
                look(beats.get(i), now);
            }
        }
    }

    private void look(Beat beat, long now) {
        Connection connection = beat.connection;
        long progress = connection.progress();
        if (!connection.isHalfway() || !beat.halfway || progress != beat.progress) {
            beat.halfway = connection.isHalfway();
            beat.progress = progress;
            beat.since = now;
        } else if (now - beat.since >= patienceNanos) {
            connection.giveUp();
        }
    }
}
