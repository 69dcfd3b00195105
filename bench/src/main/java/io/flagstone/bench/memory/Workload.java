package io.flagstone.bench.memory;

import java.util.Arrays;

/**
 * A sequence of requests for numbered blocks, each with a size of its own.
 *
 * @param name its name in the results
 * @param requests the blocks in the order in which they are asked for
 * @param sizes bytes of each block's value, by its number
 */
record Workload(String name, int[] requests, int[] sizes) {
    /** What an item takes besides its value: memcached's header with CAS, a key of about seven bytes, terminators. */
    private static final int BESIDES = 48 + 8 + 7 + 3;
    /** The largest value that fits an item of 1 MiB with any of our keys. */
    private static final int LARGEST = (1 << 20) - 128;

    /** Bytes of all blocks that are ever asked for, as items. */
    long totalBytes() {
        boolean[] seen = new boolean[sizes.length];
        long sum = 0;
        for (int block : requests) {
            if (!seen[block]) {
                seen[block] = true;
                sum += sizes[block] + BESIDES;
            }
        }
        return sum;
    }

    /** The same requests for values that many times as large. */
    Workload scaled(double factor) {
        int[] scaled = new int[sizes.length];
        for (int i = 0; i < sizes.length; i++) {
            double item = (sizes[i] + BESIDES) * factor;
            scaled[i] = (int) Math.max(1, Math.min(LARGEST, Math.round(item - BESIDES)));
        }
        return new Workload(name, requests, scaled);
    }

    /** The same, but only as many requests as ask for so many bytes. */
    Workload limitedTo(long bytes) {
        long sum = 0;
        for (int i = 0; i < requests.length; i++) {
            sum += sizes[requests[i]];
            if (sum > bytes) {
                return new Workload(name, Arrays.copyOf(requests, i), sizes);
            }
        }
        return this;
    }
}
