package io.flagstone.bench.memory;

/** Sizes of values, drawn for each block by a seeded hash of its number, evenly over the logarithms of sizes. */
record Sizes(long seed, int least, int most) {
    /** The sizes that are drawn where nothing else is said. */
    static Sizes usual(long seed) {
        return new Sizes(seed, 100, 8192);
    }

    /** Bytes of this block's value. */
    int of(int block) {
        double place = (mix(seed + 0x9e3779b97f4a7c15L * (block + 1)) >>> 11) * 0x1.0p-53;
        return (int) Math.round(least * Math.pow((double) most / least, place));
    }

    /** Sizes of the blocks from 0. */
    int[] ofFirst(int blocks) {
        int[] sizes = new int[blocks];
        for (int block = 0; block < blocks; block++) {
            sizes[block] = of(block);
        }
        return sizes;
    }

    /** The finisher of SplitMix64. */
    private static long mix(long z) {
        long x = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        x = (x ^ (x >>> 27)) * 0x94d049bb133111ebL;
        return x ^ (x >>> 31);
    }
}
