package io.flagstone.bench.hibernate.experiment;

import io.flagstone.bench.hibernate.arm.Kind;
import io.flagstone.bench.hibernate.log.Fault;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * One run.
 *
 * @param arm on which cache
 * @param workers JVMs
 * @param threads threads of each
 * @param length how long they work
 * @param faults what is done to them meanwhile, in turns
 * @param seed of what they do and what is done to them
 * @param strict whether ours is set to refuse changes that the cache cannot be told of
 * @param h2 whether on H2 even where PostgreSQL is installed
 * @param directory where the logs go
 */
record Plan(
        Kind arm,
        int workers,
        int threads,
        Duration length,
        List<Fault.Kind> faults,
        long seed,
        boolean strict,
        boolean h2,
        Path directory) {

    static final int NODES = 3;
    static final Duration LOCK = Duration.ofSeconds(4);

    /** Time without faults at the end, in which all must recover. */
    Duration quietEnd() {
        return Duration.ofMillis(Math.max(4_000, length.toMillis() / 6));
    }

    boolean has(Fault.Kind kind) {
        return faults.contains(kind);
    }

    /** Memory of each node; no less than our own takes. */
    List<Integer> megabytes() {
        return has(Fault.Kind.SMALL_NODE) ? List.of(8, 64, 64) : List.of(64, 64, 64);
    }
}
