package io.flagstone.bench.abuse;

import io.flagstone.bench.measure.Measurement;
import io.flagstone.bench.measure.RunOptions;
import io.flagstone.bench.measure.Vitals;
import io.flagstone.bench.node.Job;
import io.flagstone.bench.node.Run;
import io.flagstone.bench.node.Target;
import io.flagstone.bench.node.Workload;
import io.flagstone.testkit.process.TextProbe;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Has thousands of clients come and go within seconds, and looks at what is left of the server. */
@Command(
        name = "Connects",
        sortOptions = false,
        description = {
            "Opens connections at a steady rate beside a steady load, some of which ask, stay silent, or",
            "go in the middle of a command. The status is 1 if one of them is answered wrongly, or if",
            "afterwards the server is slower, or keeps connections, descriptors or threads."
        })
public final class Connects implements Callable<Integer> {
    private static final int THREADS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long PAUSE_MILLIS = 100;

    @Option(names = "--server", paramLabel = "SERVER", description = "May be repeated: " + Target.FORMS)
    private List<String> servers = List.of("ours=flagstone -m 64");

    @Option(names = "--connects", description = "Connections (default: ${DEFAULT-VALUE})")
    private int connects = 20_000;

    @Option(names = "--seconds", description = "Within so long (default: ${DEFAULT-VALUE})")
    private int seconds = 10;

    @Option(names = "--silence", description = "Milliseconds for which a fourth stays (default: ${DEFAULT-VALUE})")
    private int silence = 500;

    @Option(
            names = "--rate",
            description = "Requests a second of the steady load, 0 for as many as are answered (default: 2000)")
    private int rate = 2_000;

    @Option(
            names = "--ratio-bound",
            description = "The 99th percentile afterwards, by that before (default: ${DEFAULT-VALUE})")
    private double ratioBound = 2;

    @Option(names = "--help", usageHelp = true, description = "Show this and end")
    @SuppressWarnings("UnusedVariable") // The parser looks at it.
    private boolean help;

    private final PrintStream out;

    Connects(PrintStream out) {
        this.out = out;
    }

    /** Runs the program; the status is 0 if the server is as before, 1 if not, 2 for wrong arguments. */
    public static void main(String[] args) {
        System.exit(execute(System.out, args));
    }

    static int execute(PrintStream out, String... args) {
        return RunOptions.execute(new Connects(out), out, args);
    }

    @Override
    public Integer call() throws InterruptedException, ExecutionException {
        RunOptions.require(
                connects >= THREADS && connects <= 25_000, "--connects must be 4 to 25000, for the client's ports");
        RunOptions.require(seconds > 0 && rate >= 0 && silence >= 0, "--seconds must be positive, --rate not negative");
        boolean held = true;
        for (String server : servers) {
            try (Target target = Target.open(server)) {
                RunOptions.require(target.pid().isPresent(), "the process of " + server + " has to be known");
                held &= judge(target);
            }
        }
        return held ? 0 : 1;
    }

    private boolean judge(Target target) throws InterruptedException, ExecutionException {
        Run run = new Run(target, new Job(Workload.MIXED, 100, 8, 1, 10_000), 1, rate);
        run.preload();
        Duration length = Duration.ofSeconds(seconds);
        Measurement before = run.measure(Duration.ofSeconds(2), length);
        Vitals first = vitals(target, Integer.MAX_VALUE);
        Map<String, String> countsBefore = new TextProbe(target.address(), PATIENCE).stats();

        ExecutorService pool = Executors.newFixedThreadPool(THREADS);
        long began = System.nanoTime();
        List<Future<Visitors>> visits = new ArrayList<>();
        for (int i = 0; i < THREADS; i++) {
            visits.add(pool.submit(new Visitors(
                    target.address(), connects / THREADS, connects / (double) seconds / THREADS, silence)));
        }
        Measurement during = run.measure(Duration.ZERO, length);
        List<Visitors> visitors = new ArrayList<>();
        for (Future<Visitors> visit : visits) {
            visitors.add(visit.get());
        }
        double took = (System.nanoTime() - began) / 1e9;
        pool.shutdown();

        Vitals last = vitals(target, first.descriptors());
        Measurement after = run.measure(Duration.ofSeconds(2), length);
        Map<String, String> counts = new TextProbe(target.address(), PATIENCE).stats();
        long seen = number(counts, "total_connections") - number(countsBefore, "total_connections");
        report(target, visitors, took, seen);
        return verdict(target, List.of(before, during, after), List.of(first, last), visitors);
    }

    private static long number(Map<String, String> counts, String name) {
        return Long.parseLong(counts.getOrDefault(name, "0"));
    }

    /** Those of a server that has noticed that all are gone; as they are, where it does not. */
    private static Vitals vitals(Target target, int descriptors) throws InterruptedException {
        long pid = target.pid().orElseThrow();
        long end = System.nanoTime() + PATIENCE.toNanos();
        Vitals vitals = Vitals.of(pid);
        while (vitals.descriptors() > descriptors && System.nanoTime() - end < 0) {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
            vitals = Vitals.of(pid);
        }
        return vitals;
    }

    private void report(Target target, List<Visitors> visitors, double took, long seen) {
        out.printf(
                Locale.ROOT,
                "%s: %d connects in %.1f s, %d seen by the server; %d answered, %d turned away, %d without an answer, %d wrong; slowest %.0f ms%n",
                target.label(),
                connects,
                took,
                seen,
                visitors.stream().mapToInt(Visitors::answered).sum(),
                visitors.stream().mapToInt(Visitors::turnedAway).sum(),
                visitors.stream().mapToInt(Visitors::refused).sum(),
                visitors.stream().mapToInt(Visitors::wrong).sum(),
                visitors.stream().mapToDouble(Visitors::slowestMillis).max().orElse(0));
    }

    private boolean verdict(Target target, List<Measurement> runs, List<Vitals> vitals, List<Visitors> visitors) {
        Vitals first = vitals.get(0);
        Vitals last = vitals.get(1);
        double ratio = runs.get(2).p99() / runs.get(0).p99();
        boolean held = ratio <= ratioBound
                && last.descriptors() <= first.descriptors()
                && last.threads() <= first.threads()
                && visitors.stream().allMatch(visitor -> visitor.wrong() == 0);
        out.printf(
                Locale.ROOT,
                "%s: p99 us before %.0f, during %.0f, after %.0f; descriptors %d, %d; threads %d, %d; MiB %.0f, %.0f: %s%n",
                target.label(),
                runs.get(0).p99(),
                runs.get(1).p99(),
                runs.get(2).p99(),
                first.descriptors(),
                last.descriptors(),
                first.threads(),
                last.threads(),
                first.residentMebibytes(),
                last.residentMebibytes(),
                held ? "as before" : "NOT AS BEFORE");
        return held;
    }
}
