package io.flagstone.bench.placement;

import static java.nio.charset.StandardCharsets.US_ASCII;

import com.sun.management.ThreadMXBean;
import io.flagstone.bench.measure.RunOptions;
import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.internal.ring.Heirs;
import io.flagstone.provider.internal.ring.Placement;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.function.IntUnaryOperator;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Places keys on lists of nodes as each placement does, takes a node away, adds one, and times the look-up. */
@Command(
        name = "placement",
        sortOptions = false,
        description = {
            "Places keys on several lists of nodes, and tells how evenly, how many move when a node leaves or joins, how",
            "evenly the others carry a node that is away (failure=gutter), and what look-ups cost. Ends with status 1 where",
            "slots move a key needlessly, a look-up allocates, or the load of a node that is away lies less evenly than",
            "chance would have it."
        })
public final class PlacementBench implements Callable<Integer> {
    private static final String ROW = "%-26s %5s %9s %9s %9s %9s %9s %9s %9s %9s %9s %9s %9s %8s %6s %6s%n";
    private static final String SLOTS = "slots";
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int MOST_NODES = 1_000;
    private static final int MOST_KEYS = 10_000_000;
    private static final int MOST_DEAD_KEYS = 1_000_000_000;

    @Option(names = "--placement", split = ",", description = "Which (default: all of ours)")
    private List<String> placements =
            List.of(SLOTS, "libmemcached", "twemproxy", "spymemcached", "spymemcached-libmemcached", "xmemcached");

    @Option(names = "--nodes", split = ",", description = "Nodes in a list (default: 3,10,100)")
    private List<Integer> counts = List.of(3, 10, 100);

    @Option(names = "--keys", description = "Keys (default: ${DEFAULT-VALUE})")
    private int keys = 1_000_000;

    @Option(
            names = "--dead-keys",
            description = "Keys of which each node's are given to the others (default: ${DEFAULT-VALUE})")
    private int deadKeys = 10_000_000;

    @Option(names = "--lists", description = "Lists of each length, with other names (default: ${DEFAULT-VALUE})")
    private int lists = 10;

    @Option(
            names = "--passes",
            description = "Passes over the keys, of which the best counts (default: ${DEFAULT-VALUE})")
    private int passes = 5;

    @Option(names = "--help", usageHelp = true, description = "Show this and end")
    @SuppressWarnings("UnusedVariable") // The parser looks at it.
    private boolean help;

    private final PrintStream out;
    private boolean kept = true;

    PlacementBench(PrintStream out) {
        this.out = out;
    }

    /** Runs the program; the status is 0 when all is as promised, 1 when not, 2 for wrong arguments. */
    public static void main(String[] args) {
        System.exit(execute(System.out, args));
    }

    static int execute(PrintStream out, String... args) {
        return RunOptions.execute(new PlacementBench(out), out, args);
    }

    @Override
    public Integer call() {
        RunOptions.require(keys > 0 && keys <= MOST_KEYS, "--keys must be 1 to " + MOST_KEYS);
        RunOptions.require(deadKeys > 0 && deadKeys <= MOST_DEAD_KEYS, "--dead-keys must be 1 to " + MOST_DEAD_KEYS);
        RunOptions.require(lists > 0 && passes > 0, "--lists and --passes must be at least 1");
        RunOptions.require(
                counts.stream().allMatch(count -> count > 1 && count <= MOST_NODES),
                "--nodes must be 2 to " + MOST_NODES);
        byte[][] texts = keys(new Random(1));
        out.printf(
                ROW,
                "placement",
                "nodes",
                "max/mean",
                "worst",
                "leave %",
                "needless",
                "spread",
                "worst",
                "after",
                "worst",
                "join %",
                "needless",
                "dead",
                "worst",
                "ns",
                "heir");
        for (int count : counts) {
            for (String placement : placements) {
                measure(placement, count, texts);
            }
        }
        return kept ? 0 : 1;
    }

    private byte[][] keys(Random random) {
        byte[][] texts = new byte[keys][];
        for (int i = 0; i < keys; i++) {
            texts[i] = ("user:" + Integer.toHexString(random.nextInt()) + ":" + i).getBytes(US_ASCII);
        }
        return texts;
    }

    private void measure(String selector, int count, byte[][] texts) {
        Figures figures = new Figures();
        for (int list = 0; list < lists; list++) {
            List<NodeAddress> nodes = nodes(count, list);
            Owners before = new Owners(selector, nodes, texts);
            DeadLoad dead = new DeadLoad(before.placement(), deadKeys);
            List<NodeAddress> fewer = new ArrayList<>(nodes);
            fewer.remove(count / 2);
            List<NodeAddress> more = new ArrayList<>(nodes);
            more.add(node(count, list));
            Owners after = new Owners(selector, fewer, texts);
            figures.add(before.maxToMean(), before.to(after), before.to(new Owners(selector, more, texts)));
            figures.add(after.maxToMean(), dead.spreads());
            kept &= dead.isEven();
            if (list == 0) {
                time(figures, before, selector.equals(SLOTS), texts);
            }
        }
        kept &= !selector.equals(SLOTS) || figures.needless == 0;
        print(selector, count, figures);
    }

    /** Names that every placement can do with, so that all have the same. */
    private static List<NodeAddress> nodes(int count, int list) {
        List<NodeAddress> nodes = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            nodes.add(node(i, list));
        }
        return nodes;
    }

    private static NodeAddress node(int number, int list) {
        String address = "10." + list + "." + number / 250 + "." + (1 + number % 250);
        return new NodeAddress("cache" + list + "-" + number + "/" + address + ":11211", address, 11211, 1);
    }

    private void time(Figures figures, Owners owners, boolean slots, byte[][] texts) {
        Placement placement = owners.placement();
        Heirs heirs = placement.heirs();
        IntUnaryOperator owner = key -> placement.owner(texts[key]);
        IntUnaryOperator heir = key -> heirs.node(owners.of(key), placement.hash(texts[key]));
        figures.nanos = nanos(owner, texts.length);
        kept &= !slots || bytes(owner, texts.length) < 1;
        figures.heirNanos = nanos(heir, texts.length);
        kept &= !slots || bytes(heir, texts.length) < 1;
    }

    /** In CPU time of this thread, so that other programs on the machine count for less. */
    private double nanos(IntUnaryOperator lookUp, int count) {
        double best = Double.MAX_VALUE;
        long sink = 0;
        for (int pass = 0; pass < passes; pass++) {
            long start = THREADS.getCurrentThreadCpuTime();
            for (int key = 0; key < count; key++) {
                sink += lookUp.applyAsInt(key);
            }
            best = Math.min(best, (double) (THREADS.getCurrentThreadCpuTime() - start) / count);
        }
        if (sink < 0) {
            throw new IllegalStateException("a node before the first");
        }
        return best;
    }

    /** Bytes that a look-up leaves on the heap, after the look-ups above have been compiled. */
    private static double bytes(IntUnaryOperator lookUp, int count) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        long sink = 0;
        for (int key = 0; key < count; key++) {
            sink += lookUp.applyAsInt(key);
        }
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        return sink < 0 ? Double.MAX_VALUE : (double) allocated / count;
    }

    private void print(String selector, int count, Figures figures) {
        out.printf(
                ROW,
                selector,
                count,
                text("%.3f", figures.load / lists),
                text("%.3f", figures.worstLoad),
                text("%.2f", 100 * figures.leave / lists),
                text("%.3f", 100 * figures.needlessLeave / lists),
                text("%.3f", figures.spread / lists),
                text("%.3f", figures.worstSpread),
                text("%.3f", figures.after / lists),
                text("%.3f", figures.worstAfter),
                text("%.2f", 100 * figures.join / lists),
                text("%.3f", 100 * figures.needlessJoin / lists),
                text("%.3f", figures.dead / lists),
                text("%.3f", figures.worstDead),
                text("%.0f", figures.nanos),
                text("%.0f", figures.heirNanos));
        out.flush();
    }

    private static String text(String format, double number) {
        return String.format(Locale.ROOT, format, number);
    }

    /** Sums over the lists, and the worst of them. */
    private static final class Figures {
        private double load;
        private double worstLoad;
        private double leave;
        private double needlessLeave;
        private double spread;
        private double worstSpread;
        private double join;
        private double needlessJoin;
        private double needless;
        private double after;
        private double worstAfter;
        private double dead;
        private double worstDead;
        private double nanos;
        private double heirNanos;

        void add(double maxToMean, Owners.Moves leaving, Owners.Moves joining) {
            load += maxToMean;
            worstLoad = Math.max(worstLoad, maxToMean);
            leave += leaving.moved();
            needlessLeave += leaving.needless();
            spread += leaving.spread();
            worstSpread = Math.max(worstSpread, leaving.spread());
            join += joining.moved();
            needlessJoin += joining.needless();
            needless += leaving.needless() + joining.needless();
        }

        void add(double maxToMeanAfter, double[] deadSpreads) {
            after += maxToMeanAfter;
            worstAfter = Math.max(worstAfter, maxToMeanAfter);
            for (double spread : deadSpreads) {
                dead += spread / deadSpreads.length;
                worstDead = Math.max(worstDead, spread);
            }
        }
    }
}
