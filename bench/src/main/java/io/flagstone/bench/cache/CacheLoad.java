package io.flagstone.bench.cache;

import io.flagstone.bench.measure.Measurement;
import io.flagstone.bench.measure.Rounds;
import io.flagstone.bench.measure.RunOptions;
import io.flagstone.bench.measure.Table;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The load program for any JCache provider, alone in this JVM or several compared, each in a JVM of its own, taking turns
 * run by run. Every value read is checked, and so is every counter.
 */
@Command(
        name = "CacheLoad",
        sortOptions = false,
        description = {
            "Loads JCache providers and tells rates, latencies and CPU time.",
            "Either one provider in this JVM (--provider), or several, each described by",
            "a file (--arm) and in a JVM of its own; those take turns run by run, and",
            "ratios are to the first. ops/s and CPU times count entries, latencies calls."
        })
public final class CacheLoad implements Callable<Integer> {
    private static final int LARGEST = 1_000_000;

    @Option(names = "--provider", paramLabel = "CLASS", description = "The caching provider, on this class path")
    private @Nullable String provider;

    @Option(names = "--uri", description = "The URI of its cache manager (default: the provider's own)")
    private String uri = "";

    @Option(names = "--properties", paramLabel = "FILE", description = "Properties of its cache manager")
    private String properties = "";

    @Option(names = "--label", description = "Its name in the results (default: ${DEFAULT-VALUE})")
    private String label = "cache";

    @Option(names = "--arm", paramLabel = "FILE", description = "A provider to compare; may be repeated")
    private List<Path> arms = List.of();

    @Option(names = "--workload", split = ",", description = "${COMPLETION-CANDIDATES} (default: all)")
    private List<CacheWorkload> workloads = List.of(CacheWorkload.values());

    @Option(names = "--threads", split = ",", description = "Threads (default: 1,8,64)")
    private List<Integer> threads = List.of(1, 8, 64);

    @Option(names = "--size", split = ",", description = "Bytes of a value (default: 100,1024,10240)")
    private List<Integer> sizes = List.of(100, 1_024, 10_240);

    @Option(names = "--keys", description = "Number of keys (default: 10000, or so many that values take 32 MiB)")
    private int keys;

    @Mixin
    private final RunOptions options = new RunOptions(3, 2, 3);

    private final PrintStream out;

    CacheLoad(PrintStream out) {
        this.out = out;
    }

    /** Runs the program; the status is 0 if every answer was right, 1 if not, 2 for wrong arguments. */
    public static void main(String[] args) {
        System.exit(execute(System.out, args));
    }

    static int execute(PrintStream out, String... args) {
        return RunOptions.execute(new CacheLoad(out), out, args);
    }

    @Override
    public Integer call() throws IOException {
        CacheJob.Times times = new CacheJob.Times(options.warmup(), options.length());
        List<CacheJob> jobs = CacheJob.combinations(workloads, sizes, threads, keys, times);
        check(jobs);
        List<Arm> open = new ArrayList<>();
        try {
            if (provider != null) {
                open.add(new CacheSession(label, provider, uri, Worker.properties(properties), OptionalLong.empty()));
            }
            for (Path arm : arms) {
                open.add(new ChildArm(new ArmFile(arm)));
            }
            return run(jobs, open) == 0 ? 0 : 1;
        } finally {
            open.forEach(Arm::close);
        }
    }

    private void check(List<CacheJob> jobs) {
        RunOptions.require((provider == null) != arms.isEmpty(), "either --provider or --arm is needed, and not both");
        RunOptions.require(
                sizes.stream().allMatch(size -> size >= CheckedValue.LEAST_SIZE && size <= LARGEST),
                "--size must be " + CheckedValue.LEAST_SIZE + " to " + LARGEST);
        RunOptions.require(threads.stream().allMatch(count -> count > 0), "--threads must be positive");
        RunOptions.require(keys == 0 || keys >= CacheWorkload.BULK, "--keys must be at least " + CacheWorkload.BULK);
        options.announce(jobs.size(), Math.max(1, arms.size()), "providers", out);
    }

    /** The number of errors. */
    private long run(List<CacheJob> jobs, List<Arm> open) {
        Table table = new Table(out);
        table.header();
        List<String> labels = open.stream().map(Arm::label).toList();
        long errors = 0;
        int size = 0;
        for (CacheJob job : jobs) {
            if (size != job.size()) {
                size = job.size();
                open.forEach(arm -> arm.prepare(job));
            }
            List<List<Measurement>> results =
                    Rounds.run(open.size(), options.runs(), arm -> measure(open.get(arm), job));
            table.rows(job.label(), labels, results);
            errors += results.stream()
                    .flatMap(List::stream)
                    .mapToLong(Measurement::errors)
                    .sum();
        }
        return errors;
    }

    private Measurement measure(Arm arm, CacheJob job) {
        return options.noted(job.label(), arm.label(), arm.run(job));
    }
}
