package io.flagstone.testkit.fault;

/** Counts how often bytes to the server come first, or come after bytes of the server. Safe for use by several threads. */
final class Turns {
    private boolean clientSpoke;
    private long count;

    /** Bytes came in, whoever sent them, on whichever connection. */
    synchronized void heard(Direction direction) {
        boolean client = direction == Direction.TO_SERVER;
        if (client && !clientSpoke) {
            count++;
        }
        clientSpoke = client;
    }

    synchronized long count() {
        return count;
    }
}
