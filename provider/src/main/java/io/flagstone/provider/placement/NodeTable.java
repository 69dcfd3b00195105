package io.flagstone.provider.placement;

/** Which node owns which hash: computed once for a list of nodes, and never changed. Used by many threads at once. */
@FunctionalInterface
public interface NodeTable {

    /** So many hashes, spread evenly, stand for all in the defaults below. */
    int PROBES = 1 << 16;

    /** The index, in the list that the table was made of, of the node that owns keys of this hash. */
    int owner(long hash);

    /**
     * The share of all hashes that each node owns; they add up to 1. Unless a table knows better, an estimate from
     * {@link #PROBES} hashes.
     *
     * @param nodes how many the table was made of
     */
    default double[] shares(int nodes) {
        double[] shares = new double[nodes];
        for (int i = 0; i < PROBES; i++) {
            shares[owner(probe(i))] += 1.0 / PROBES;
        }
        return shares;
    }

    /**
     * One of {@link #PROBES} hashes: the upper 16 bits are the number itself, the others mixed from it.
     *
     * @param number 0 to 65,535
     */
    static long probe(int number) {
        // the increment and the first multiplier of SplitMix64 (Steele, Lea, Flood 2014)
        long mixed = (number + 1) * 0x9E3779B97F4A7C15L;
        mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
        return ((long) number << 48) | ((mixed ^ (mixed >>> 27)) >>> 16);
    }
}
