package io.flagstone.bench.cache;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One run of one kind of load.
 *
 * @param workload what is asked
 * @param size bytes of a value
 * @param threads how many threads ask at once
 * @param keys how many keys there are
 * @param warmup the time that does not count
 * @param length the time that counts
 */
record CacheJob(CacheWorkload workload, int size, int threads, int keys, Duration warmup, Duration length) {
    private static final int MOST_BYTES = 32 * 1024 * 1024;
    private static final int MOST_KEYS = 10_000;

    static int defaultKeys(int size) {
        return Math.max(CacheWorkload.BULK, Math.min(MOST_KEYS, MOST_BYTES / size));
    }

    /** All combinations. Counters have no size, so that one is enough for {@code invoke}. */
    static List<CacheJob> combinations(
            List<CacheWorkload> workloads, List<Integer> sizes, List<Integer> threads, int keys, Times times) {
        List<CacheJob> jobs = new ArrayList<>();
        for (CacheWorkload workload : workloads) {
            for (int size : workload == CacheWorkload.INVOKE ? sizes.subList(0, 1) : sizes) {
                for (int count : threads) {
                    int some = keys == 0 ? defaultKeys(size) : keys;
                    jobs.add(new CacheJob(workload, size, count, some, times.warmup(), times.length()));
                }
            }
        }
        return jobs;
    }

    /** The times of every run. */
    record Times(Duration warmup, Duration length) {}

    String label() {
        String name = workload.name().toLowerCase(Locale.ROOT);
        String what = workload == CacheWorkload.INVOKE ? "counter" : size + "B";
        return name + " " + what + " " + threads + "t";
    }

    /** The job as words of one line. */
    String words() {
        return workload + " " + size + " " + threads + " " + keys + " " + warmup.toMillis() + " " + length.toMillis();
    }

    static CacheJob ofWords(String[] words, int from) {
        return new CacheJob(
                CacheWorkload.valueOf(words[from]),
                Integer.parseInt(words[from + 1]),
                Integer.parseInt(words[from + 2]),
                Integer.parseInt(words[from + 3]),
                Duration.ofMillis(Long.parseLong(words[from + 4])),
                Duration.ofMillis(Long.parseLong(words[from + 5])));
    }
}
