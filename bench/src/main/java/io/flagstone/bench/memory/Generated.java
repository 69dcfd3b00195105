package io.flagstone.bench.memory;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Workloads drawn from a seed. */
final class Generated {
    private static final int REQUESTS = 200_000;
    private static final int BLOCKS = 20_000;
    private static final int PHASES = 4;

    private final long seed;

    Generated(long seed) {
        this.seed = seed;
    }

    /** All of them. */
    List<Workload> all() {
        return List.of(
                zipf("zipf0.9", 0.9),
                zipf("zipf1.1", 1.1),
                zipfWithScans("zipf0.9+scans", 0.9),
                zipfWithScans("zipf1.1+scans", 1.1),
                shiftingSizes(),
                loops());
    }

    private Workload zipf(String name, double exponent) {
        SplittableRandom random = new SplittableRandom(seed);
        Zipf zipf = new Zipf(BLOCKS, exponent);
        int[] requests = new int[REQUESTS];
        Arrays.setAll(requests, i -> zipf.next(random));
        return new Workload(name, requests, Sizes.usual(seed).ofFirst(BLOCKS));
    }

    /** After every 10,000 requests a scan over 5,000 blocks that are never asked for again. */
    private Workload zipfWithScans(String name, double exponent) {
        SplittableRandom random = new SplittableRandom(seed);
        Zipf zipf = new Zipf(BLOCKS, exponent);
        int[] requests = new int[REQUESTS];
        int fresh = BLOCKS;
        for (int i = 0; i < REQUESTS; i++) {
            requests[i] = i % 15_000 < 10_000 ? zipf.next(random) : fresh++;
        }
        return new Workload(name, requests, Sizes.usual(seed).ofFirst(fresh));
    }

    /** Every quarter asks for other blocks, first small ones, then ever larger ones. */
    private Workload shiftingSizes() {
        SplittableRandom random = new SplittableRandom(seed);
        Zipf zipf = new Zipf(BLOCKS / PHASES, 0.9);
        int[] requests = new int[REQUESTS];
        Arrays.setAll(requests, i -> i / (REQUESTS / PHASES) * (BLOCKS / PHASES) + zipf.next(random));
        int[] sizes = new int[BLOCKS];
        for (int block = 0; block < BLOCKS; block++) {
            int least = 100 << (block / (BLOCKS / PHASES) * 3 / 2);
            sizes[block] = new Sizes(seed, least, 6 * least).of(block);
        }
        return new Workload("shifting sizes", requests, sizes);
    }

    /** Three loops of different lengths, one request in turn from each. */
    private Workload loops() {
        int[] lengths = {500, 1_500, 4_000};
        int[] starts = {0, 500, 2_000};
        int[] requests = new int[REQUESTS];
        Arrays.setAll(requests, i -> starts[i % 3] + i / 3 % lengths[i % 3]);
        return new Workload("three loops", requests, Sizes.usual(seed).ofFirst(6_000));
    }
}
