package io.flagstone.bench.hibernate.check;

import io.flagstone.bench.hibernate.log.Fault;
import io.flagstone.bench.hibernate.log.History;
import io.flagstone.bench.hibernate.log.Keys;
import io.flagstone.bench.hibernate.log.Outcome;
import io.flagstone.bench.hibernate.log.Probe;
import io.flagstone.bench.hibernate.log.Write;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Which documented window, if any, a missed write falls into. */
final class Causes {

    /**
     * A worker may owe a node something.
     *
     * @param end when it had certainly told all nodes everything
     */
    private record Owing(long start, long end, Window window) {}

    /** A transaction, as its reads and writes name it. */
    private record Basis(int worker, long start) {}

    private final List<Fault> faults;
    private final boolean strict;
    private final long lockNanos;
    private final Map<Integer, List<Owing>> owing = new HashMap<>();
    private final Set<Basis> old = new HashSet<>();

    Causes(History history, CheckOptions options) {
        this.faults = history.faults();
        this.strict = options.strict();
        this.lockNanos = options.lockNanos();
        Map<Integer, List<Probe>> reached = new HashMap<>();
        for (Probe probe : history.probes()) {
            List<Probe> of = reached.computeIfAbsent(probe.worker(), worker -> new ArrayList<>());
            if (probe.reached()) {
                of.add(probe);
            }
        }
        reached.forEach((worker, probes) -> {
            probes.sort(Comparator.comparingLong(Probe::start));
            owing.put(worker, owing(worker, probes));
        });
    }

    /** From each fault of a node until the first time after it that the worker found what lies on all nodes. */
    private List<Owing> owing(int worker, List<Probe> reached) {
        List<Owing> all = new ArrayList<>();
        for (Fault fault : faults) {
            // strictly, a change of which a node cannot be told is refused: only a lock that was lost explains anything
            if (strict && !fault.kind().ofMemory()) {
                continue;
            }
            if (!fault.kind().ofNode() || !fault.touches(worker, Long.MIN_VALUE, Long.MAX_VALUE)) {
                continue;
            }
            long end = reached.stream()
                    .filter(probe -> probe.start() >= fault.end())
                    .mapToLong(Probe::end)
                    .findFirst()
                    .orElse(Long.MAX_VALUE);
            boolean died = faults.stream()
                    .anyMatch(death -> death.kind() == Fault.Kind.KILL_WORKER_AFTER_COMMIT
                            && death.worker() == worker
                            && death.touches(worker, fault.start(), end));
            all.add(
                    died
                            ? new Owing(fault.start(), Long.MAX_VALUE, Window.DIED_OWING)
                            : new Owing(fault.start(), end, Window.CUT_OFF));
        }
        return all;
    }

    /** A transaction read an old value, for which there is a window. */
    void oldBasis(int worker, long start) {
        old.add(new Basis(worker, start));
    }

    /**
     * Why a read that began at a time missed all of these writes.
     *
     * @return a window that explains the last of them, if every one is explained by some window; else null
     */
    @Nullable
    Window of(List<Write> missed, long readStart) {
        Window window = null;
        for (Write write : missed) {
            window = of(write, readStart);
            if (window == null) {
                return null;
            }
        }
        return window;
    }

    @Nullable
    Window of(Write missed, long readStart) {
        for (Owing time : owing.getOrDefault(missed.worker(), List.of())) {
            if (time.start() <= missed.end() && missed.start() <= time.end() && readStart <= time.end()) {
                return time.window();
            }
        }
        if (missed.key().startsWith(Keys.MAIL) && old.contains(new Basis(missed.worker(), missed.start()))) {
            return Window.OLD_BASIS;
        }
        if (readStart < missed.end() || missed.outcome() == Outcome.UNKNOWN) {
            if (memoryLost(missed)) {
                return missed.outcome() == Outcome.UNKNOWN ? Window.DIED_OWING : Window.LOCK_LOST;
            }
            if (missed.outcome() == Outcome.OK && missed.end() - missed.start() > lockNanos) {
                return Window.LONGER_THAN_LOCK;
            }
        }
        return null;
    }

    private boolean memoryLost(Write write) {
        return faults.stream()
                .anyMatch(fault -> fault.kind().ofMemory() && fault.touches(-1, write.start(), write.end()));
    }
}
