package io.flagstone.bench.memory;

import io.flagstone.bench.measure.RunOptions;
import io.flagstone.bench.measure.Vitals;
import io.flagstone.testkit.process.ServerProcess;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Writes many times the memory of a server, in values whose sizes change again and again. */
@Command(
        name = "ShiftingSizes",
        sortOptions = false,
        description = {
            "Writes values of one size after another, many times the memory of the server in all, and",
            "after each size reads the last of them back and adds up what the server says that it holds.",
            "The status is 1 if its own figures do not agree, if it holds more than it may, or if it",
            "refuses more stores or finds less than the first server."
        })
public final class ShiftingSizes implements Callable<Integer> {
    private static final int LARGEST = 500_000;
    /** Less than this share of what the first server finds is worse, and not noise. A guess. */
    private static final double NOT_WORSE = 0.95;
    /** Of the memory, written last and asked for afterwards. */
    private static final double RECENT = 0.1;

    private static final int BATCH = 32;
    private static final long PAGE = 1 << 20;
    private static final long PATIENCE_NANOS = 10_000_000_000L;

    @Option(
            names = "--server",
            paramLabel = "SERVER",
            description = "May be repeated: " + Contestant.FORMS + " (default: stock and ours)")
    private List<String> servers = List.of("stock=memcached", "ours=java .");

    @Option(names = "--memory", description = "MiB each server may use (default: ${DEFAULT-VALUE})")
    private int memory = 64;

    @Option(names = "--times", description = "Its memory is written so often (default: ${DEFAULT-VALUE})")
    private int times = 10;

    @Option(names = "--size", split = ",", description = "Bytes of values, in this order, in equal shares of the whole")
    private List<Integer> sizes = List.of(100, 1_000, 100_000, 300, 10_000, 100, 500_000, 3_000, 100, 30_000);

    @Option(names = "--help", usageHelp = true, description = "Show this and end")
    @SuppressWarnings("UnusedVariable") // The parser looks at it.
    private boolean help;

    private final PrintStream out;

    /** What came of one server: stores refused, and recent values found. */
    private record Outcome(boolean agrees, long refused, long found) {}

    ShiftingSizes(PrintStream out) {
        this.out = out;
    }

    /** Runs the program; the status is 0 if all is well, 1 if not, 2 for wrong arguments. */
    public static void main(String[] args) {
        System.exit(execute(System.out, args));
    }

    static int execute(PrintStream out, String... args) {
        return RunOptions.execute(new ShiftingSizes(out), out, args);
    }

    @Override
    public Integer call() {
        RunOptions.require(
                sizes.stream().allMatch(size -> size > 0 && size <= LARGEST), "--size must be 1 to " + LARGEST);
        RunOptions.require(memory >= 8 && memory <= 4096 && times > 0, "--memory must be 8 to 4096, --times positive");
        out.printf(
                "%-8s %7s %9s %8s %8s %10s %9s %9s %8s%n",
                "server", "size", "written", "refused", "found", "items", "used MiB", "pages MiB", "RSS MiB");
        boolean held = true;
        Outcome first = null;
        for (String server : servers) {
            Outcome outcome = run(Contestant.of(server));
            first = first == null ? outcome : first;
            held &= outcome.agrees()
                    && outcome.refused() <= first.refused()
                    && outcome.found() >= NOT_WORSE * first.found();
        }
        return held ? 0 : 1;
    }

    private Outcome run(Contestant contestant) {
        long each = ((long) memory << 20) * times / sizes.size();
        long refused = 0;
        long found = 0;
        boolean agrees = true;
        try (ServerProcess server = contestant.start(memory);
                Client client = new Client(server.address())) {
            for (int phase = 0; phase < sizes.size(); phase++) {
                int size = sizes.get(phase);
                int count = (int) Math.max(1, each / size);
                long refusedNow = write(client, phase, size, count);
                int recent = (int) Math.min(count, Math.max(1, RECENT * ((long) memory << 20) / (size + 100)));
                long foundNow = read(client, phase, count - recent, count);
                Ledger ledger = settled(client);
                out.printf(
                        Locale.ROOT,
                        "%-8s %7d %9d %8d %7.1f%% %10d %9.1f %9.1f %8.0f%n",
                        contestant.label(),
                        size,
                        count,
                        refusedNow,
                        100.0 * foundNow / recent,
                        ledger.items(),
                        mebi(ledger.used()),
                        mebi(ledger.pages()),
                        Vitals.of(server.pid()).residentMebibytes());
                String fault = ledger.fault((long) memory << 20);
                if (!fault.isEmpty()) {
                    out.println("  WRONG: " + fault);
                    agrees = false;
                }
                refused += refusedNow;
                found += foundNow;
            }
        }
        return new Outcome(agrees, refused, found);
    }

    /** Its figures when they agree: pages that move in the background may change them between three questions. */
    private Ledger settled(Client client) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        Ledger ledger = Ledger.of(client);
        while (!ledger.fault((long) memory << 20).isEmpty() && System.nanoTime() - end < 0) {
            ledger = Ledger.of(client);
        }
        return ledger;
    }

    private static double mebi(long bytes) {
        return bytes / (double) (1 << 20);
    }

    private static long write(Client client, int phase, int size, int count) {
        long refused = 0;
        for (int from = 0; from < count; from += BATCH) {
            int to = Math.min(count, from + BATCH);
            for (int i = from; i < to; i++) {
                client.putSet(key(phase, i), size);
            }
            client.send();
            for (int i = from; i < to; i++) {
                refused += client.stored() ? 0 : 1;
            }
        }
        return refused;
    }

    private static long read(Client client, int phase, int from, int to) {
        long found = 0;
        for (int i = from; i < to; i++) {
            client.putGet(key(phase, i));
            client.send();
            found += client.found();
        }
        return found;
    }

    private static String key(int phase, int number) {
        return "p" + phase + ":" + number;
    }

    /** What a server says that it holds, in three places. */
    record Ledger(Map<String, String> general, Map<String, String> slabs, Map<String, String> lists) {
        static Ledger of(Client client) {
            return new Ledger(client.statistics(""), client.statistics(" slabs"), client.statistics(" items"));
        }

        long items() {
            return number(general, "curr_items");
        }

        /** Bytes of chunks in use. */
        long used() {
            return slabs.keySet().stream()
                    .filter(name -> name.endsWith(":chunk_size"))
                    .mapToLong(name -> number(slabs, name) * number(slabs, name.replace("chunk_size", "used_chunks")))
                    .sum();
        }

        /** Bytes of pages taken. */
        long pages() {
            return number(slabs, "total_malloced");
        }

        /** Slab classes that have pages; as in memcached, the first one of a class may be beyond the limit. */
        private long classes() {
            return slabs.keySet().stream()
                    .filter(name -> name.endsWith(":total_pages") && number(slabs, name) > 0)
                    .count();
        }

        /** What does not agree; empty when all does. */
        String fault(long limit) {
            long inLists = lists.keySet().stream()
                    .filter(name -> name.endsWith(":number"))
                    .mapToLong(name -> number(lists, name))
                    .sum();
            if (number(general, "limit_maxbytes") != limit) {
                return "limit_maxbytes is " + number(general, "limit_maxbytes") + ", not " + limit;
            }
            long most = limit + classes() * PAGE;
            if (number(general, "bytes") > most || pages() > most || used() > pages()) {
                return "items of " + number(general, "bytes") + " bytes in chunks of " + used() + " in pages of "
                        + pages();
            }
            return inLists == items() ? "" : items() + " items, but " + inLists + " in the lists";
        }

        private static long number(Map<String, String> from, String name) {
            return Long.parseLong(from.getOrDefault(name, "0"));
        }
    }
}
