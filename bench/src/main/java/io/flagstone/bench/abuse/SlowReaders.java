package io.flagstone.bench.abuse;

import io.flagstone.bench.measure.Measurement;
import io.flagstone.bench.measure.RunOptions;
import io.flagstone.bench.measure.Vitals;
import io.flagstone.bench.node.Job;
import io.flagstone.bench.node.Run;
import io.flagstone.bench.node.Target;
import io.flagstone.bench.node.Workload;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Has hundreds of clients ask for large values that they do not take, and looks at what others notice of it. */
@Command(
        name = "SlowReaders",
        sortOptions = false,
        description = {
            "Puts a steady load on a server, in turns alone and beside clients that ask for large",
            "values and read slowly or not at all. The status is 1 if the 99th percentile of the",
            "load grows beyond a bound, or the server's memory does."
        })
public final class SlowReaders implements Callable<Integer> {
    private static final int LARGE_KEYS = 64;
    private static final double MEBI = 1 << 20;

    @Option(names = "--server", paramLabel = "SERVER", description = "May be repeated: " + Target.FORMS)
    private List<String> servers = List.of("ours=flagstone -m 1024 -I 2m -c 2000");

    @Option(names = "--readers", description = "Clients that do not read (default: ${DEFAULT-VALUE})")
    private int readers = 500;

    @Option(names = "--values", description = "Values each of them asks for at once (default: ${DEFAULT-VALUE})")
    private int values = 8;

    @Option(names = "--value-size", description = "Bytes of each (default: ${DEFAULT-VALUE})")
    private int valueSize = 1 << 20;

    @Option(
            names = "--rate",
            description = "Requests a second of the steady load, 0 for as many as are answered (default: 2000)")
    private int rate = 2_000;

    @Option(names = "--ratio-bound", description = "The 99th percentile may grow by (default: ${DEFAULT-VALUE})")
    private double ratioBound = 2;

    @Option(
            names = "--memory-bound",
            description = "MiB that the server may grow by (default: 256 KiB for each reader, and 64)")
    private double memoryBound;

    @Mixin
    private final RunOptions options = new RunOptions(10, 2, 5);

    private final PrintStream out;

    SlowReaders(PrintStream out) {
        this.out = out;
    }

    /** Runs the program; the status is 0 within the bounds, 1 beyond them or after a wrong reply, 2 for wrong arguments. */
    public static void main(String[] args) {
        System.exit(execute(System.out, args));
    }

    static int execute(PrintStream out, String... args) {
        return RunOptions.execute(new SlowReaders(out), out, args);
    }

    @Override
    public Integer call() throws IOException {
        RunOptions.require(
                readers > 0 && values > 0 && rate >= 0, "--readers and --values must be positive, --rate not negative");
        RunOptions.require(valueSize > 0 && valueSize <= 64 << 20, "--value-size must be 1 to 64 MiB");
        options.announce(2, servers.size(), "servers", out);
        double bound = memoryBound > 0 ? memoryBound : readers / 4.0 + 64;
        boolean held = true;
        for (String server : servers) {
            try (Target target = Target.open(server)) {
                held &= judge(target, bound);
            }
        }
        return held ? 0 : 1;
    }

    private boolean judge(Target target, double bound) throws IOException {
        storeLargeValues(target);
        Run run = new Run(target, new Job(Workload.MIXED, 100, 8, 1, 10_000), 1, rate);
        run.preload();
        StringBuilder request = new StringBuilder();
        List<Double> ratios = new ArrayList<>();
        double grown = 0;
        out.printf(
                "%-10s %5s %10s %10s %7s %9s %9s %9s %7s%n",
                "server", "round", "alone us", "beside us", "ratio", "MiB", "most MiB", "taken MiB", "hung up");
        for (int round = 0; round < options.runs(); round++) {
            request.setLength(0);
            for (int i = 0; i < values; i++) {
                request.append("get large").append((round + i) % LARGE_KEYS).append("\r\n");
            }
            Measurement alone = run.measure(options.warmup(), options.length());
            double before = resident(target);
            try (SlowCrowd crowd = new SlowCrowd(target.address(), readers, request.toString(), target.pid())) {
                Measurement beside = run.measure(options.warmup(), options.length());
                double most = crowd.mostResident() / MEBI;
                ratios.add(beside.p99() / alone.p99());
                grown = Math.max(grown, most - before);
                out.printf(
                        Locale.ROOT,
                        "%-10s %5d %10.0f %10.0f %7.2f %9.0f %9.0f %9.0f %7d%n",
                        target.label(),
                        round,
                        alone.p99(),
                        beside.p99(),
                        beside.p99() / alone.p99(),
                        before,
                        most,
                        crowd.read() / MEBI,
                        crowd.hungUp());
            }
        }
        return verdict(target.label(), median(ratios), grown, bound);
    }

    private boolean verdict(String label, double ratio, double grown, double bound) {
        boolean held = ratio <= ratioBound && grown <= bound;
        out.printf(
                Locale.ROOT,
                "%s: p99 beside %d slow readers by p99 alone: %.2f, bound %.2f; memory grew by %.0f MiB at"
                        + " most, bound %.0f: %s%n",
                label,
                readers,
                ratio,
                ratioBound,
                grown,
                bound,
                held ? "held" : "EXCEEDED");
        return held;
    }

    private static double resident(Target target) {
        return target.pid().isPresent() ? Vitals.of(target.pid().getAsLong()).residentMebibytes() : 0;
    }

    private static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    private void storeLargeValues(Target target) throws IOException {
        byte[] value = "v".repeat(valueSize).getBytes(StandardCharsets.US_ASCII);
        try (Socket socket = new Socket(
                        target.address().getAddress(), target.address().getPort());
                BufferedReader in =
                        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))) {
            for (int i = 0; i < LARGE_KEYS; i++) {
                String line = "set large" + i + " 0 0 " + valueSize + "\r\n";
                socket.getOutputStream().write(line.getBytes(StandardCharsets.US_ASCII));
                socket.getOutputStream().write(value);
                socket.getOutputStream().write(new byte[] {'\r', '\n'});
                String reply = in.readLine();
                if (!"STORED".equals(reply)) {
                    throw new IOException(target.label() + ": a value of " + valueSize + " bytes: " + reply);
                }
            }
        }
    }
}
