package io.flagstone.bench.alloc;

import io.flagstone.bench.measure.RunOptions;
import io.flagstone.server.Node;
import io.flagstone.server.config.NodeOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Counts what a node's event loop allocates for a request. Node and client share this JVM; only the event loop's thread
 * is counted, so that the client may do as it likes.
 */
@Command(
        name = "AllocationBench",
        sortOptions = false,
        description = {
            "Sends requests to a node in this JVM and tells how many bytes its event loop",
            "allocates on the heap for each. Ends with status 1 above the bound."
        })
public final class AllocationBench implements Callable<Integer> {
    private static final int LEAST = 1_000;
    private static final int MOST_DEPTH = 1_000;
    private static final int MOST_ROUNDS = 1_000;
    private static final int LARGEST = 1_000_000;

    @Option(names = "--request", split = ",", description = "${COMPLETION-CANDIDATES} (default: all)")
    private List<Request> requests = List.of(Request.values());

    @Option(names = "--size", split = ",", description = "Bytes of a value (default: 100,4096)")
    private List<Integer> sizes = List.of(100, 4_096);

    @Option(names = "--pipeline", split = ",", description = "Requests sent together (default: 1,32)")
    private List<Integer> depths = List.of(1, 32);

    @Option(names = "--count", description = "Requests of each kind (default: ${DEFAULT-VALUE})")
    private int count = 1_000_000;

    @Option(names = "--warmup", description = "Requests before that, not counted (default: ${DEFAULT-VALUE})")
    private int warmup = 100_000;

    /** Short-lived objects are gone only when the compiler has been through the loops, late on a busy machine. */
    @Option(
            names = "--rounds",
            description = {
                "Above the bound, warm up and count again, up to so many times,",
                "since the compiler may still be at work (default: ${DEFAULT-VALUE})"
            })
    private int rounds = 10;

    @Option(names = "--bound", description = "Bytes a request may cost on average (default: ${DEFAULT-VALUE})")
    private double bound = 1;

    @Option(names = "--transport", description = "auto, io_uring, epoll or nio (default: ${DEFAULT-VALUE})")
    private String transport = "auto";

    @Option(names = "--admin", description = "Give the node an admin port")
    private boolean admin;

    @Option(names = "--help", usageHelp = true, description = "Show this and end")
    @SuppressWarnings("UnusedVariable") // The parser looks at it.
    private boolean help;

    private final PrintStream out;

    AllocationBench(PrintStream out) {
        this.out = out;
    }

    /** Runs the program; the status is 0 within the bound, 1 above it or after a wrong reply, 2 for wrong arguments. */
    public static void main(String[] args) {
        System.exit(execute(System.out, args));
    }

    static int execute(PrintStream out, String... args) {
        return RunOptions.execute(new AllocationBench(out), out, args);
    }

    @Override
    public Integer call() throws IOException {
        RunOptions.require(
                count >= LEAST && warmup >= 0, "--count must be at least " + LEAST + ", --warmup not negative");
        RunOptions.require(rounds > 0 && rounds <= MOST_ROUNDS, "--rounds must be 1 to " + MOST_ROUNDS);
        RunOptions.require(
                sizes.stream().allMatch(size -> size > 0 && size <= LARGEST), "--size must be 1 to " + LARGEST);
        RunOptions.require(
                depths.stream().allMatch(depth -> depth > 0 && depth <= MOST_DEPTH),
                "--pipeline must be 1 to " + MOST_DEPTH);
        out.printf(
                Locale.ROOT,
                "%-10s %8s %9s %11s %14s %9s%n",
                "request",
                "size",
                "pipeline",
                "requests",
                "bytes",
                "each");
        double worst = 0;
        NodeOptions options = NodeOptions.defaults()
                .withPort(0)
                .withThreads(1)
                .with("transport", transport)
                .with("admin_port", admin ? "0" : "-1");
        try (Node node = Node.start(options);
                Talk talk = new Talk(node.address())) {
            for (int size : sizes) {
                String value = "v".repeat(size);
                talk.preload(value);
                for (Request request : requests) {
                    for (int depth : depths) {
                        worst = Math.max(worst, measure(talk, request, value, depth));
                    }
                }
            }
        }
        boolean held = worst <= bound;
        out.printf(
                Locale.ROOT, "most %.4f bytes a request, bound %.4f: %s%n", worst, bound, held ? "held" : "EXCEEDED");
        return held ? 0 : 1;
    }

    private double measure(Talk talk, Request request, String value, int depth) throws IOException {
        long sent = 0;
        long bytes = 0;
        double each = Double.MAX_VALUE;
        for (int round = 0; round < rounds && each > bound; round++) {
            talk.send(request, value, depth, warmup);
            long before = LoopThreads.allocatedBytes(LoopThreads.EVENT_LOOPS);
            sent = talk.send(request, value, depth, count);
            bytes = LoopThreads.allocatedBytes(LoopThreads.EVENT_LOOPS) - before;
            each = (double) bytes / sent;
        }
        String name = request.name().toLowerCase(Locale.ROOT);
        out.printf(Locale.ROOT, "%-10s %8d %9d %11d %14d %9.4f%n", name, value.length(), depth, sent, bytes, each);
        return each;
    }
}
