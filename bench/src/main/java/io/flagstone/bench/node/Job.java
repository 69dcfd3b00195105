package io.flagstone.bench.node;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One kind of load.
 *
 * @param workload what is asked
 * @param size bytes of a value
 * @param connections how many connections ask at once
 * @param depth how many requests each connection sends before it waits for the replies
 * @param keys how many keys there are
 */
public record Job(Workload workload, int size, int connections, int depth, int keys) {
    private static final int MOST_BYTES = 32 * 1024 * 1024;
    private static final int MOST_KEYS = 10_000;

    /** So many keys that the values fit well into the 64 MiB a memcached has by default. */
    static int defaultKeys(int size) {
        return Math.max(Workload.KEYS_PER_MULTIGET, Math.min(MOST_KEYS, MOST_BYTES / size));
    }

    /** All combinations; a workload that is not pipelined is taken once. */
    static List<Job> combinations(
            List<Workload> workloads, List<Integer> sizes, List<Integer> connections, List<Integer> depths, int keys) {
        List<Job> jobs = new ArrayList<>();
        for (Workload workload : workloads) {
            for (int size : sizes) {
                for (int count : connections) {
                    for (int depth : workload == Workload.MULTIGET ? List.of(1) : depths) {
                        jobs.add(new Job(workload, size, count, depth, keys == 0 ? defaultKeys(size) : keys));
                    }
                }
            }
        }
        return jobs;
    }

    String label() {
        return String.format(
                Locale.ROOT, "%s %dB %dc p%d", workload.name().toLowerCase(Locale.ROOT), size, connections, depth);
    }
}
