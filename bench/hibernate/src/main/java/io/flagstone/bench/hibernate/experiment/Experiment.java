package io.flagstone.bench.hibernate.experiment;

import io.flagstone.bench.hibernate.arm.Kind;
import io.flagstone.bench.hibernate.check.CheckOptions;
import io.flagstone.bench.hibernate.check.Checker;
import io.flagstone.bench.hibernate.check.Verdict;
import io.flagstone.bench.hibernate.log.History;
import io.flagstone.bench.measure.RunOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The program: several JVMs on one database, with one second-level cache after another, and what each did wrong. */
@Command(
        name = "Experiment",
        sortOptions = false,
        description = {
            "Lets several JVMs read and change rows through Hibernate on a shared second-level cache, does things to",
            "nodes and JVMs meanwhile, and checks nine invariants on what they saw. Ends with status 1 if an arm of ours",
            "broke one outside the windows that docs/hibernate.md documents."
        })
public final class Experiment implements Callable<Integer> {

    /** Far below what the mix of operations gives with any cache that stores something. */
    private static final double HIT_FLOOR = 0.3;

    private static final Logger LOGGING = Logger.getLogger("");

    @Option(
            names = "--arm",
            split = ",",
            description = "${COMPLETION-CANDIDATES}; off first makes it the control (default: stock)")
    private List<Kind> arms = List.of(Kind.STOCK);

    @Option(names = "--seconds", description = "Length of each run (default: ${DEFAULT-VALUE})")
    private int seconds = 60;

    @Option(names = "--workers", description = "JVMs, 2 to 4 (default: ${DEFAULT-VALUE})")
    private int workers = 3;

    @Option(names = "--threads", description = "Threads of each (default: ${DEFAULT-VALUE})")
    private int threads = 2;

    @Option(
            names = "--faults",
            description =
                    "none, mixed, kill-node, stop-node, partition-worker, small-node,"
                            + " kill-worker-after-commit, pause-worker, clock-shift or rolling-class (default: ${DEFAULT-VALUE})")
    private String faults = "mixed";

    @Option(names = "--failure", description = "lenient or strict, for ours (default: ${DEFAULT-VALUE})")
    private String failure = "lenient";

    @Option(names = "--seed", description = "Of what is done; what comes of it depends on the machine as well")
    private long seed = 1;

    @Option(names = "--h2", description = "Use H2 even where PostgreSQL is installed")
    private boolean h2;

    @Option(names = "--log", paramLabel = "DIR", description = "Keep the logs there (default: they are deleted)")
    private @Nullable Path log;

    @Option(names = "--help", usageHelp = true, description = "Show this and end")
    @SuppressWarnings("UnusedVariable") // The parser looks at it.
    private boolean help;

    private final PrintStream out;

    /** Prints there. */
    public Experiment(PrintStream out) {
        this.out = out;
    }

    /** Runs it. */
    public static void main(String[] arguments) {
        LOGGING.setLevel(Level.WARNING);
        System.exit(RunOptions.execute(new Experiment(System.out), System.out, arguments));
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        RunOptions.require(workers >= 2 && workers <= 4, "--workers must be 2 to 4");
        RunOptions.require(threads >= 1 && threads <= 16, "--threads must be 1 to 16");
        RunOptions.require(seconds >= 5 && seconds <= 3_600, "--seconds must be 5 to 3600");
        RunOptions.require(List.of("lenient", "strict").contains(failure), "--failure must be lenient or strict");
        Choice.of(faults, arms.get(0));
        Path directory = log == null ? Files.createTempDirectory("flagstone-experiment") : log;
        Files.createDirectories(directory);
        List<Result> results = new ArrayList<>();
        Report report = new Report(out);
        boolean good = true;
        double control = Double.NaN;
        for (Kind arm : arms) {
            Plan plan = new Plan(
                    arm,
                    workers,
                    threads,
                    Duration.ofSeconds(seconds),
                    Choice.of(faults, arm),
                    seed,
                    strict(),
                    h2,
                    directory);
            History history = new Run(plan, out).run();
            Verdict verdict = Checker.check(history, options(arm, control));
            if (arm == Kind.OFF) {
                control = verdict.lossShare();
            }
            Result result = Result.of(arm, history, verdict);
            report.print(result);
            results.add(result);
            good &= !arm.ours() || verdict.unexplained().isEmpty();
        }
        report.compare(results);
        if (log == null) {
            delete(directory);
        }
        out.printf(Locale.ROOT, "%s%n", good ? "nothing unexplained in ours" : "UNEXPLAINED violations in ours");
        return good ? 0 : 1;
    }

    private boolean strict() {
        return failure.equals("strict");
    }

    private CheckOptions options(Kind arm, double control) {
        return new CheckOptions(strict() && arm.ours(), arm != Kind.OFF, Plan.LOCK.toNanos(), HIT_FLOOR, control);
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }
}
