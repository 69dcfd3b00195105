package io.flagstone.server.internal.observe;

/**
 * Chooses one in so many, at random: an even rhythm would meet that of a client that asks for the same keys in turn.
 * For one thread.
 */
final class Pace {
    private final int mask;
    private int state;

    /**
     * @param every a power of two; one in about so many is chosen
     * @param seed not 0
     */
    Pace(int every, int seed) {
        this.mask = 2 * every - 1;
        this.state = seed;
    }

    /** How many to let pass up to and with the next one: 1 to twice {@code every}, all equally likely. */
    int next() {
        // xorshift, Marsaglia 2003
        state ^= state << 13;
        state ^= state >>> 17;
        state ^= state << 5;
        return 1 + (state & mask);
    }
}
