package io.flagstone.bench.node;

import io.flagstone.bench.measure.Cpu;
import io.flagstone.bench.measure.Measurement;
import io.flagstone.bench.measure.Rounds;
import io.flagstone.bench.measure.RunOptions;
import io.flagstone.bench.measure.Table;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The load program for anything that speaks memcached's text protocols. Several servers are compared: they take turns
 * run by run, and the first is the base of the ratios. Every reply is checked to the last byte.
 */
@Command(
        name = "NodeLoad",
        sortOptions = false,
        description = {
            "Loads memcached-speaking servers and tells rates, latencies and CPU time.",
            "Several servers take turns run by run; ratios are to the first.",
            "ops/s and CPU times count keys, latencies count requests; the latency of",
            "a pipelined request is the time from sending all to its own reply.",
            "With --rate they count from when a request was due."
        })
public final class NodeLoad implements Callable<Integer> {
    private static final int MOST_DEPTH = 1_000;
    private static final int LARGEST = 1_000_000;

    @Option(
            names = "--server",
            required = true,
            paramLabel = "SERVER",
            description = "May be repeated: " + Target.FORMS)
    private List<String> servers = List.of();

    @Option(names = "--workload", split = ",", description = "${COMPLETION-CANDIDATES} (default: all)")
    private List<Workload> workloads = List.of(Workload.values());

    @Option(names = "--pipeline", split = ",", description = "Requests sent together (default: 1,32)")
    private List<Integer> depths = List.of(1, 32);

    @Option(names = "--size", split = ",", description = "Bytes of a value (default: 100,4096,102400)")
    private List<Integer> sizes = List.of(100, 4_096, 102_400);

    @Option(names = "--connections", split = ",", description = "Connections (default: 1,8,50)")
    private List<Integer> connections = List.of(1, 8, 50);

    @Option(names = "--keys", description = "Number of keys (default: 10000, or so many that values take 32 MiB)")
    private int keys;

    @Option(names = "--threads", description = "Threads of this program (default: ${DEFAULT-VALUE})")
    private int threads = 1;

    @Option(names = "--rate", description = "Requests a second (default: as many as are answered)")
    private int rate;

    @Option(names = "--pin", paramLabel = "SERVER:LOAD", description = "Cores for the servers and for this program")
    private @Nullable String pin;

    @Mixin
    private final RunOptions options = new RunOptions(2, 1, 5);

    private final PrintStream out;

    NodeLoad(PrintStream out) {
        this.out = out;
    }

    /** Runs the program; the status is 0 if every reply was right, 1 if not, 2 for wrong arguments. */
    public static void main(String[] args) {
        System.exit(execute(System.out, args));
    }

    static int execute(PrintStream out, String... args) {
        return RunOptions.execute(new NodeLoad(out), out, args);
    }

    @Override
    public Integer call() {
        List<Job> jobs = Job.combinations(workloads, sizes, connections, depths, keys);
        check(jobs);
        List<Target> targets = new ArrayList<>();
        try {
            for (String server : servers) {
                targets.add(Target.open(server));
            }
            pinAll(targets);
            run(jobs, targets);
            return 0;
        } finally {
            targets.forEach(Target::close);
        }
    }

    private void check(List<Job> jobs) {
        RunOptions.require(
                sizes.stream().allMatch(size -> size >= Payload.LEAST_SIZE && size <= LARGEST),
                "--size must be " + Payload.LEAST_SIZE + " to " + LARGEST);
        RunOptions.require(connections.stream().allMatch(count -> count > 0), "--connections must be positive");
        RunOptions.require(
                depths.stream().allMatch(depth -> depth > 0 && depth <= MOST_DEPTH),
                "--pipeline must be 1 to " + MOST_DEPTH);
        RunOptions.require(threads > 0 && keys >= 0, "--threads must be positive");
        RunOptions.require(rate >= 0, "--rate must be positive");
        options.announce(jobs.size(), servers.size(), "servers", out);
    }

    private void pinAll(List<Target> targets) {
        if (pin == null) {
            return;
        }
        String[] cores = pin.split(":", -1);
        RunOptions.require(cores.length == 2, "--pin " + pin + ": expected SERVER:LOAD, for instance 0:1");
        for (Target target : targets) {
            RunOptions.require(
                    target.pid().isPresent(), "--pin needs the process of " + target.label() + ": HOST:PORT@PID");
            Cpu.pin(target.pid().getAsLong(), cores[0]);
        }
        Cpu.pin(ProcessHandle.current().pid(), cores[1]);
    }

    private void run(List<Job> jobs, List<Target> targets) {
        Table table = new Table(out);
        table.header();
        List<String> arms = targets.stream().map(Target::label).toList();
        for (Job job : jobs) {
            targets.forEach(target -> new Run(target, job, threads, rate).preload());
            table.rows(
                    job.label(),
                    arms,
                    Rounds.run(targets.size(), options.runs(), arm -> measure(targets.get(arm), job)));
        }
    }

    private Measurement measure(Target target, Job job) {
        Measurement measured = new Run(target, job, threads, rate).measure(options.warmup(), options.length());
        return options.noted(job.label(), target.label(), measured);
    }
}
