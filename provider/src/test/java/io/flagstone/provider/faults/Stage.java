package io.flagstone.provider.faults;

import io.flagstone.testkit.check.CheckOptions;
import io.flagstone.testkit.check.RegisterChecker;
import io.flagstone.testkit.check.Verdict;
import io.flagstone.testkit.history.Event;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Nodes, clients in JVMs of their own, and rounds of faults. */
final class Stage implements AutoCloseable {

    /** The deadline of each call. */
    static final Duration DEADLINE = Duration.ofMillis(500);

    /** Calls of each thread that must be answered without a failure between, on keys of all nodes, for all to be well. */
    private static final int CALM = 40;

    private static final Duration LONGEST_RECOVERY = Duration.ofSeconds(60);
    private static final long TICK_MILLIS = 50;

    private final Policy policy;
    private final Path folder;
    private final List<Target> targets = new ArrayList<>();
    private final List<Worker> workers = new ArrayList<>();
    private int rounds;

    /** What clients do about nodes that are away, and what can be promised then. */
    enum Policy {
        /** All clients share all keys: one story for all of them. */
        FAIL(CheckOptions.strict()),
        /** Each client has its own keys, for it alone knows what it owes: no older value, but misses prove nothing. */
        MISS(CheckOptions.strict().withBlindMisses());

        private final CheckOptions options;

        Policy(CheckOptions options) {
            this.options = options;
        }
    }

    /**
     * Starts three nodes and the JVMs.
     *
     * @param folder where histories are written
     */
    Stage(Target.Engine engine, Policy policy, int jvms, Path folder) {
        this.policy = policy;
        this.folder = folder;
        try {
            Files.createDirectories(folder);
            targets.add(Target.behindProxy("n0", engine, 1));
            targets.add(Target.behindProxy("n1", engine, 2));
            targets.add(third(engine));
            startWorkers(jvms);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Behind a link where that is permitted. */
    private static Target third(Target.Engine engine) {
        try {
            return Target.behindLink("n2", engine);
        } catch (IllegalStateException e) {
            System.out.println("Links cannot be taken down: " + e.getMessage());
            return Target.behindProxy("n2", engine, 3);
        }
    }

    private void startWorkers(int jvms) {
        Map<String, String> settings = Map.of(
                "flagstone.nodes",
                targets.stream().map(Target::node).collect(Collectors.joining(";")),
                "flagstone.namespace",
                UUID.randomUUID().toString(),
                "flagstone.timeout",
                DEADLINE.toMillis() + "ms",
                "flagstone.cache.*.failure",
                policy == Policy.FAIL ? "fail" : "miss");
        Load load = new Load(0, 2, 4, 45, policy == Policy.MISS, 700);
        for (int i = 0; i < jvms; i++) {
            workers.add(Worker.start(settings, load.withWorker(i)));
        }
        workers.forEach(Worker::awaitReady);
    }

    List<Target> targets() {
        return targets;
    }

    boolean can(Fault fault) {
        return targets.stream().anyMatch(fault::fits);
    }

    /** Plays these faults, waits until all is well again, and judges what the clients were told. */
    RoundReport play(String title, List<Planned> plan, Random random) {
        String round = "r" + ++rounds;
        long begun = System.nanoTime();
        workers.forEach(worker -> worker.begin(round));
        new Script(plan, random).play();
        long over = System.nanoTime();
        workers.forEach(Worker::mark);
        long recovery = awaitCalm(over);
        List<Event> events = new ArrayList<>();
        List<Path> files = new ArrayList<>();
        long stall = 0;
        for (Worker worker : workers) {
            Path file = folder.resolve(round + "-" + UUID.randomUUID() + ".history");
            files.add(file);
            stall = Math.max(stall, worker.finish(file, events));
        }
        long nanos = System.nanoTime() - begun;
        Verdict verdict = new RegisterChecker(policy.options).verdict(events);
        RoundReport report = RoundReport.of(title, events, nanos, recovery, stall, verdict);
        say(report.row());
        if (report.problems().isEmpty()) {
            files.forEach(Stage::delete);
        }
        return report;
    }

    /** Prints it, and adds it to the file of this stage, where it can be read while the stage goes on. */
    void say(String text) {
        System.out.println(text);
        try {
            Files.writeString(
                    folder.resolve("report.md"), text + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.delete(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How long after the end of the last fault the last call failed, in nanoseconds. */
    private long awaitCalm(long over) {
        long limit = over + LONGEST_RECOVERY.toNanos();
        while (true) {
            long calm = Long.MAX_VALUE;
            long lastFailure = over;
            for (Worker worker : workers) {
                Worker.Status status = worker.status();
                calm = Math.min(calm, status.calm());
                lastFailure = Math.max(lastFailure, status.lastFailure());
            }
            if (calm >= CALM || System.nanoTime() > limit) {
                return calm >= CALM ? lastFailure - over : LONGEST_RECOVERY.toNanos();
            }
            pause();
        }
    }

    static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(TICK_MILLIS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        workers.forEach(Worker::close);
        targets.forEach(Target::close);
    }
}
