package io.flagstone.bench.memory;

import io.flagstone.bench.measure.RunOptions;
import io.flagstone.testkit.process.ServerProcess;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Fills servers until they evict and tells how many items they hold. */
@Command(
        name = "Capacity",
        sortOptions = false,
        description = {
            "Fills servers of equal memory with values of one size until they evict, counts",
            "what they hold, and reads all keys back. The status is 1 if a server holds fewer",
            "items than the first."
        })
public final class Capacity implements Callable<Integer> {
    private static final int LARGEST = 500_000;

    @Option(
            names = "--server",
            paramLabel = "SERVER",
            description = "May be repeated: " + Contestant.FORMS + " (default: stock and ours)")
    private List<String> servers = List.of("stock=memcached", "ours=java .");

    @Option(names = "--memory", description = "MiB each server may use (default: ${DEFAULT-VALUE})")
    private int memory = 64;

    @Option(names = "--size", split = ",", description = "Bytes of a value (default: 10,100,1000,10000)")
    private List<Integer> sizes = List.of(10, 100, 1_000, 10_000);

    @Option(names = "--help", usageHelp = true, description = "Show this and end")
    @SuppressWarnings("UnusedVariable") // The parser looks at it.
    private boolean help;

    private final PrintStream out;

    Capacity(PrintStream out) {
        this.out = out;
    }

    /** Runs the program; the status is 0 if no server holds fewer items than the first, 1 if one does, else 2. */
    public static void main(String[] args) {
        System.exit(execute(System.out, args));
    }

    static int execute(PrintStream out, String... args) {
        return RunOptions.execute(new Capacity(out), out, args);
    }

    @Override
    public Integer call() {
        RunOptions.require(
                sizes.stream().allMatch(size -> size > 0 && size <= LARGEST), "--size must be 1 to " + LARGEST);
        RunOptions.require(memory >= 8 && memory <= 4096, "--memory must be 8 to 4096");
        List<Contestant> contestants = servers.stream().map(Contestant::of).toList();
        out.printf(
                "%7s %-10s %10s %10s %10s %8s %8s%n", "size", "server", "items", "read", "evictions", "header", "MiB");
        boolean held = true;
        for (int size : sizes) {
            List<Holding> holdings = new ArrayList<>();
            for (Contestant contestant : contestants) {
                holdings.add(measure(contestant, size));
            }
            long first = holdings.get(0).read();
            held &= holdings.stream().allMatch(holding -> holding.read() >= first);
        }
        return held ? 0 : 1;
    }

    private Holding measure(Contestant contestant, int size) {
        try (ServerProcess server = contestant.start(memory);
                Client client = new Client(server.address())) {
            Holding holding = new Fill(client, size, (long) memory << 20).run();
            out.printf(
                    Locale.ROOT,
                    "%7d %-10s %10d %10d %10d %8.2f %8.2f%n",
                    size,
                    contestant.label(),
                    holding.items(),
                    holding.read(),
                    holding.evictions(),
                    holding.header(),
                    holding.chunkBytes() / (1 << 20));
            return holding;
        }
    }
}
