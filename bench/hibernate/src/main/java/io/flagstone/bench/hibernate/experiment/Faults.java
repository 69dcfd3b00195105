package io.flagstone.bench.hibernate.experiment;

import io.flagstone.bench.hibernate.arm.Arm;
import io.flagstone.bench.hibernate.log.Fault;
import io.flagstone.testkit.process.ServerProcess;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Does one thing after another to the nodes and the workers, by a seed. */
final class Faults {

    private static final Duration HELD = Duration.ofSeconds(60);
    private static final long WARM_MILLIS = 6_000;
    private static final long GAP_MILLIS = 1_500;

    /** Three times the small node's memory, at some 300 bytes each. */
    private static final long FILLING = 80_000;

    private static final Duration LONGEST_FILL = Duration.ofSeconds(10);

    private final Plan plan;
    private final Arm arm;
    private final Crew crew;
    private final PrintStream out;
    private final Random random;
    private final List<Fault> done = new ArrayList<>();
    private final long begin = System.nanoTime();
    private boolean deployed;

    Faults(Plan plan, Arm arm, Crew crew, PrintStream out) {
        this.plan = plan;
        this.arm = arm;
        this.crew = crew;
        this.out = out;
        this.random = new Random(plan.seed());
    }

    /** Goes on until the end is near; each kind once before one comes again. */
    List<Fault> run(long end) throws InterruptedException {
        List<Fault.Kind> kinds = new ArrayList<>(plan.faults());
        kinds.remove(Fault.Kind.CLOCK_SHIFT);
        kinds.removeIf(kind -> kind.ofNode() && arm.servers().isEmpty());
        // until the caches are warm
        pause(Math.min(WARM_MILLIS, plan.length().toMillis() / 4));
        while (!kinds.isEmpty() && System.nanoTime() - end < 0) {
            Collections.shuffle(kinds, random);
            // takes the longest, so that it does not keep the others from their turn
            if (kinds.remove(Fault.Kind.ROLLING_CLASS)) {
                kinds.add(Fault.Kind.ROLLING_CLASS);
            }
            for (Fault.Kind kind : kinds) {
                if (System.nanoTime() - end < 0) {
                    inject(kind, end);
                    pause(GAP_MILLIS + random.nextInt((int) GAP_MILLIS));
                }
            }
        }
        for (int worker = 0; worker < plan.workers(); worker++) {
            if (crew.shiftOf(worker) != 0) {
                done.add(new Fault(Fault.Kind.CLOCK_SHIFT, worker, begin, System.nanoTime()));
            }
        }
        return done;
    }

    private void inject(Fault.Kind kind, long end) throws InterruptedException {
        switch (kind) {
            case KILL_NODE -> killNode();
            case STOP_NODE -> stopNode();
            case PARTITION_WORKER -> partition();
            case SMALL_NODE -> fill();
            case KILL_WORKER_AFTER_COMMIT -> killWorker();
            case PAUSE_WORKER -> pauseWorker();
            case ROLLING_CLASS -> deploy(end);
            case CLOCK_SHIFT -> throw new IllegalArgumentException("from the beginning, or not at all");
        }
    }

    /** The run's own time passes; there is nothing to wait for. */
    private static void pause(long millis) throws InterruptedException {
        Thread.sleep(millis);
    }

    private ServerProcess anyServer() {
        return arm.servers().get(random.nextInt(arm.servers().size()));
    }

    private int anyWorker() {
        return random.nextInt(plan.workers());
    }

    private void note(Fault.Kind kind, int worker, long start, String text) {
        long end = System.nanoTime();
        done.add(new Fault(kind, worker, start, end));
        out.printf(
                Locale.ROOT,
                "  %5.1f s to %5.1f s: %s%s, %s%n",
                (start - begin) / 1e9,
                (end - begin) / 1e9,
                kind.toString().toLowerCase(Locale.ROOT).replace('_', '-'),
                worker < 0 ? "" : " " + worker,
                text);
    }

    private void killNode() throws InterruptedException {
        ServerProcess server = anyServer();
        long start = System.nanoTime();
        server.kill9();
        pause(random.nextInt(2_000));
        server.restart();
        note(Fault.Kind.KILL_NODE, -1, start, server.toString());
    }

    private void stopNode() throws InterruptedException {
        ServerProcess server = anyServer();
        long start = System.nanoTime();
        server.stop();
        pause(1_000 + random.nextInt(5_000));
        server.resume();
        note(Fault.Kind.STOP_NODE, -1, start, server.toString());
    }

    private void partition() throws InterruptedException {
        int worker = anyWorker();
        int node = random.nextInt(arm.servers().size());
        var way = crew.way(worker, node);
        long start = System.nanoTime();
        way.refuse();
        way.cut();
        pause(1_000 + random.nextInt(3_000));
        way.heal();
        note(Fault.Kind.PARTITION_WORKER, worker, start, "from node " + node);
    }

    private void fill() {
        long start = System.nanoTime();
        long written =
                new Filler(plan.arm(), arm.servers().get(0).address(), random.nextLong()).fill(FILLING, LONGEST_FILL);
        note(Fault.Kind.SMALL_NODE, -1, start, written + " foreign things");
    }

    private void killWorker() {
        int worker = anyWorker();
        long start = System.nanoTime();
        Member member = crew.member(worker);
        member.send("halt-after-commit");
        member.process().awaitExit(HELD);
        note(Fault.Kind.KILL_WORKER_AFTER_COMMIT, worker, start, "and started again");
        member.replace();
    }

    private void pauseWorker() throws InterruptedException {
        int worker = anyWorker();
        Member member = crew.member(worker);
        long start = System.nanoTime();
        member.send("hold");
        member.await("held", HELD);
        member.process().stop();
        pause(Plan.LOCK.toMillis() + 1_500);
        member.process().resume();
        member.send("release");
        note(Fault.Kind.PAUSE_WORKER, worker, start, "before a commit");
    }

    /** The first time only: then all have the second edition, as far as there was time. */
    private void deploy(long end) throws InterruptedException {
        if (deployed) {
            return;
        }
        deployed = true;
        for (int worker = 0; worker < plan.workers() && System.nanoTime() - end < 0; worker++) {
            long start = System.nanoTime();
            crew.member(worker).redeploy();
            note(Fault.Kind.ROLLING_CLASS, worker, start, "the second edition");
            pause(GAP_MILLIS);
        }
    }
}
