package io.flagstone.bench.memory;

import io.flagstone.bench.measure.RunOptions;
import io.flagstone.testkit.process.ServerProcess;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Replays traces against servers of equal memory and tells how often each had what it was asked for. */
@Command(
        name = "HitRatio",
        sortOptions = false,
        description = {
            "Replays requests over one connection: get, and set after a miss. Servers are",
            "started afresh for every run and take turns. Values are scaled so that mem_size",
            "is the given share of all items asked for, to the byte. The status is 1 if a",
            "server finds less than the first, by more than the wider spread of their runs."
        })
public final class HitRatio implements Callable<Integer> {
    private static final double PERCENT = 100;

    @Option(
            names = "--server",
            paramLabel = "SERVER",
            description = "May be repeated: " + Contestant.FORMS + " (default: stock and ours)")
    private List<String> servers = List.of("stock=memcached", "ours=java .");

    @Option(names = "--traces", paramLabel = "DIR", description = "Replay the block traces there, too")
    private @Nullable Path traces;

    @Option(names = "--workload", split = ",", description = "Only those whose names begin so")
    private List<String> names = List.of("");

    @Option(names = "--percent", split = ",", description = "mem_size by all items asked for (default: 5,10,20,50)")
    private List<Integer> percents = List.of(5, 10, 20, 50);

    @Option(names = "--least", description = "MiB each server has at least (default: ${DEFAULT-VALUE})")
    private int leastMebibytes = 8;

    @Option(names = "--runs", description = "Runs of each (default: ${DEFAULT-VALUE})")
    private int runs = 3;

    @Option(names = "--mebibytes", description = "Most to ask for in a run (default: ${DEFAULT-VALUE})")
    private long mebibytes = 4096;

    @Option(names = "--seed", description = "Of sizes and generated requests (default: ${DEFAULT-VALUE})")
    private long seed = 1;

    @Option(names = "--help", usageHelp = true, description = "Show this and end")
    @SuppressWarnings("UnusedVariable") // The parser looks at it.
    private boolean help;

    private final PrintStream out;

    HitRatio(PrintStream out) {
        this.out = out;
    }

    /** Runs the program; the status is 0 if no server finds less than the first, 1 if one does, else 2. */
    public static void main(String[] args) {
        System.exit(execute(System.out, args));
    }

    static int execute(PrintStream out, String... args) {
        return RunOptions.execute(new HitRatio(out), out, args);
    }

    @Override
    public Integer call() {
        RunOptions.require(
                percents.stream().allMatch(percent -> percent > 0 && percent <= PERCENT), "--percent must be 1 to 100");
        RunOptions.require(
                runs > 0 && leastMebibytes >= 2 && mebibytes > 0, "--runs, --least or --mebibytes is too small");
        List<Contestant> contestants = servers.stream().map(Contestant::of).toList();
        List<Workload> workloads = workloads();
        RunOptions.require(!workloads.isEmpty(), "--workload: there is none of that name");
        out.printf(
                "%-16s %4s %5s %8s %-10s %7s %15s %7s%n",
                "workload", "%", "MiB", "requests", "server", "found", "runs", "more");
        boolean held = true;
        for (Workload workload : workloads) {
            for (int percent : percents) {
                held &= compare(workload, percent, contestants);
            }
        }
        return held ? 0 : 1;
    }

    private List<Workload> workloads() {
        Stream<Workload> drawn = new Generated(seed).all().stream();
        Stream<Workload> read = traces == null ? Stream.empty() : Traces.in(traces, Sizes.usual(seed)).stream();
        return Stream.concat(read, drawn)
                .filter(workload ->
                        names.stream().anyMatch(name -> workload.name().startsWith(name)))
                .toList();
    }

    private boolean compare(Workload workload, int percent, List<Contestant> contestants) {
        double wanted = workload.totalBytes() * percent / PERCENT;
        int memory = (int) Math.max(leastMebibytes, Math.round(wanted / (1 << 20)));
        Workload scaled = workload.scaled(((long) memory << 20) / wanted).limitedTo(mebibytes << 20);
        List<Shares> all = new ArrayList<>();
        contestants.forEach(contestant -> all.add(new Shares()));
        for (int run = 0; run < runs; run++) {
            for (int turn = 0; turn < contestants.size(); turn++) {
                int which = (run + turn) % contestants.size();
                try (ServerProcess server = contestants.get(which).start(memory)) {
                    all.get(which).add(new Replay(scaled).run(server.address()));
                }
            }
        }
        boolean held = true;
        for (int which = 0; which < all.size(); which++) {
            row(scaled, percent, memory, contestants.get(which), all.get(which), all.get(0));
            held &= all.get(which).isNoLessThan(all.get(0));
        }
        return held;
    }

    private void row(Workload workload, int percent, int memory, Contestant who, Shares shares, Shares first) {
        out.printf(
                Locale.ROOT,
                "%-16s %4d %5d %8d %-10s %7.2f %7.2f %7.2f %+7.2f %s%n",
                workload.name(),
                percent,
                memory,
                workload.requests().length,
                who.label(),
                PERCENT * shares.median(),
                PERCENT * shares.least(),
                PERCENT * shares.most(),
                PERCENT * (shares.median() - first.median()),
                shares.isNoLessThan(first) ? "" : "LESS");
        out.flush();
    }
}
