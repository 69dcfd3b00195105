package io.flagstone.bench.hibernate.speed;

import io.flagstone.bench.hibernate.arm.Database;
import io.flagstone.bench.hibernate.arm.Kind;
import io.flagstone.bench.measure.Measurement;
import io.flagstone.bench.measure.Rounds;
import io.flagstone.bench.measure.RunOptions;
import io.flagstone.bench.measure.Table;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.function.ToDoubleBiFunction;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The load program for second-level caches, which take turns run by run on one database. Every answer is checked. */
@Command(
        name = "SpeedLoad",
        sortOptions = false,
        description = {
            "Loads second-level caches of Hibernate and tells rates, latencies, CPU time and",
            "round trips. All are in this JVM, each with a server process of its own, and take",
            "turns run by run; ratios are to the first. ops/s and CPU times count entities,",
            "latencies transactions."
        })
public final class SpeedLoad implements Callable<Integer> {

    private static final int LEAST_ROWS = 200;

    @Option(names = "--arm", split = ",", description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE})")
    private List<Kind> arms = List.of(Kind.REDISSON, Kind.STOCK, Kind.OWN, Kind.EHCACHE, Kind.OFF);

    @Option(names = "--job", split = ",", description = "${COMPLETION-CANDIDATES} (default: all)")
    private List<Job> jobs = List.of(Job.values());

    @Option(names = "--threads", split = ",", description = "Threads (default: 1,8)")
    private List<Integer> threads = List.of(1, 8);

    @Option(names = "--rows", description = "Articles, of which 1000, or half, are hot (default: ${DEFAULT-VALUE})")
    private int rows = 40_000;

    @Option(names = "--h2", description = "Take H2 even where PostgreSQL is installed")
    private boolean h2;

    @Mixin
    private final RunOptions options = new RunOptions(2, 1.5, 5);

    private final PrintStream out;

    SpeedLoad(PrintStream out) {
        this.out = out;
    }

    /** Runs the program; the status is 0 if every answer was right, 1 if not, 2 for wrong arguments. */
    public static void main(String[] args) {
        System.exit(execute(System.out, args));
    }

    static int execute(PrintStream out, String... args) {
        return RunOptions.execute(new SpeedLoad(out), out, args);
    }

    @Override
    public Integer call() throws IOException {
        int most = threads.stream().mapToInt(Integer::intValue).max().orElse(0);
        RunOptions.require(threads.stream().allMatch(count -> count > 0 && count <= 64), "--threads must be 1 to 64");
        RunOptions.require(rows >= LEAST_ROWS, "--rows must be at least " + LEAST_ROWS);
        options.announce(jobs.size() * threads.size(), arms.size(), "caches", out);
        Path directory = Files.createTempDirectory("flagstone-speed");
        List<Side> sides = new ArrayList<>();
        try (Database database = h2 ? Database.startH2() : Database.start()) {
            out.println("database: " + database.name());
            try {
                for (Kind arm : arms) {
                    sides.add(new Side(
                            arm, database, directory, most + 1, new Turn.Range(Math.min(1_000, rows / 2), rows)));
                }
                trips(sides);
                return run(sides) == 0 ? 0 : 1;
            } finally {
                sides.forEach(Side::close);
            }
        } finally {
            delete(directory);
        }
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(directory);
    }

    private void trips(List<Side> sides) {
        out.printf("%-26s", "round trips");
        jobs.forEach(job -> out.printf(" %10s", name(job)));
        out.println();
        for (Side side : sides) {
            out.printf("%-26s", "  " + side.label());
            side.trips(jobs).forEach(trips -> out.printf(Locale.ROOT, " %10.2f", trips));
            out.println();
        }
    }

    private static String name(Job job) {
        return job.name().toLowerCase(Locale.ROOT);
    }

    /** The number of errors. */
    private long run(List<Side> sides) {
        Table table = new Table(out);
        table.header();
        List<String> labels = sides.stream().map(Side::label).toList();
        long errors = 0;
        for (Job job : jobs) {
            for (int count : threads) {
                String label = name(job) + " " + count + "t";
                List<List<Measurement>> results =
                        Rounds.run(sides.size(), options.runs(), side -> measure(sides.get(side), job, count, label));
                table.rows(label, labels, results);
                ratios(labels, results);
                errors += results.stream()
                        .flatMap(List::stream)
                        .mapToLong(Measurement::errors)
                        .sum();
            }
        }
        return errors;
    }

    private Measurement measure(Side side, Job job, int count, String label) {
        return options.noted(label, side.label(), side.run(job, count, options.warmup(), options.length()));
    }

    /** Rates and median latencies beside those of the first one: how far apart the rounds' ratios lie. */
    private void ratios(List<String> labels, List<List<Measurement>> results) {
        ratios("ratios of rates", labels, results, (run, first) -> run.perSecond() / first.perSecond());
        ratios("ratios of p50, inverse", labels, results, (run, first) -> first.p50() / run.p50());
    }

    private void ratios(
            String title,
            List<String> labels,
            List<List<Measurement>> results,
            ToDoubleBiFunction<Measurement, Measurement> ratio) {
        StringBuilder text = new StringBuilder("  " + title + ", quartiles:");
        for (int side = 1; side < labels.size(); side++) {
            double[] ratios = ratios(results.get(side), results.get(0), ratio);
            text.append(String.format(
                    Locale.ROOT,
                    " %s %.2f (%.2f to %.2f)",
                    labels.get(side),
                    quantile(ratios, 0.5),
                    quantile(ratios, 0.25),
                    quantile(ratios, 0.75)));
        }
        out.println(text);
    }

    /** Without the rounds in which one of the two did not come to do anything. */
    private static double[] ratios(
            List<Measurement> runs, List<Measurement> base, ToDoubleBiFunction<Measurement, Measurement> ratio) {
        return IntStream.range(0, runs.size())
                .filter(round ->
                        runs.get(round).perSecond() > 0 && base.get(round).perSecond() > 0)
                .mapToDouble(round -> ratio.applyAsDouble(runs.get(round), base.get(round)))
                .sorted()
                .toArray();
    }

    private static double quantile(double[] sorted, double share) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) Math.round(share * (sorted.length - 1))];
    }
}
