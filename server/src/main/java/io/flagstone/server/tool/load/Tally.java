package io.flagstone.server.tool.load;

/** How many orders came to what. */
final class Tally {
    long stored;
    /** Refused by the node. */
    long failed;
    /** Lines that were wrong. */
    long bad;
    /** Sent, and never answered. */
    long unknown;

    long done() {
        return stored + failed + bad;
    }

    boolean isFlawless() {
        return failed + bad + unknown == 0;
    }

    @Override
    public String toString() {
        return "stored=" + stored + " failed=" + failed + " bad=" + bad + " unknown=" + unknown;
    }
}
