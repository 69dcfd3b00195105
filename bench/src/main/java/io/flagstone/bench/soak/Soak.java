package io.flagstone.bench.soak;

import io.flagstone.bench.measure.RunOptions;
import io.flagstone.bench.node.Target;
import io.flagstone.testkit.process.ServerProcess;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.spi.CachingProvider;
import org.HdrHistogram.Histogram;
import picocli.CommandLine.Command;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/** The provider in this JVM on nodes in processes of their own, for hours, one of which is killed again and again. */
@Command(
        name = "Soak",
        sortOptions = false,
        description = {
            "Measures how many calls a second the provider does on some nodes, then keeps up a share of",
            "that while the last node is killed (-9) and started again. Heap after a collection, direct",
            "memory, threads and descriptors of the other nodes and of this JVM must stay flat, and so",
            "must the 99.9th percentile. The status is 1 where they do not, or a value was wrong."
        })
public final class Soak implements Callable<Integer> {
    private static final String PROVIDER = "io.flagstone.provider.FlagstoneCachingProvider";
    /** Less says nothing about an hour: the noise of a few minutes, times twelve, is larger than any bound. */
    private static final double JUDGED_MINUTES = 30;
    /** Of the whole: classes are still compiled, caches filled. */
    private static final double WARM_UP = 0.2;

    @Option(names = "--minutes", description = "How long (default: ${DEFAULT-VALUE})")
    private double minutes = 60;

    @Option(names = "--share", description = "Of the measured peak (default: ${DEFAULT-VALUE})")
    private double share = 0.7;

    @Option(names = "--kill-every", converter = Time.class, description = "5m, 30s; 0s for never (default: 5m)")
    private Duration killEvery = Duration.ofMinutes(5);

    @Option(names = "--down", converter = Time.class, description = "How long a killed node is away (default: 5s)")
    private Duration down = Duration.ofSeconds(5);

    @Option(names = "--window", converter = Time.class, description = "Between two looks (default: 20s)")
    private Duration window = Duration.ofSeconds(20);

    @Option(names = "--peak", converter = Time.class, description = "How long the peak is measured (default: 20s)")
    private Duration peak = Duration.ofSeconds(20);

    @Option(names = "--node", description = "How a node is started: ${DEFAULT-VALUE} by default, as in node-load")
    private String node = "node=flagstone -m 64";

    @Option(names = "--nodes", description = "How many (default: ${DEFAULT-VALUE})")
    private int count = 3;

    @Option(names = "--threads", description = "Calling threads (default: ${DEFAULT-VALUE})")
    private int threads = 8;

    @Option(names = "--keys", description = "Keys (default: ${DEFAULT-VALUE})")
    private int keys = 20_000;

    @Option(names = "--size", description = "Characters of a value (default: ${DEFAULT-VALUE})")
    private int size = 500;

    @Option(names = "--slope-bound", description = "Percent an hour (default: ${DEFAULT-VALUE})")
    private double slopeBound = 1;

    @Option(names = "--drift-bound", description = "Percent of the 99.9th percentile (default: ${DEFAULT-VALUE})")
    private double driftBound = 10;

    @Option(names = "--help", usageHelp = true, description = "Show this and end")
    @SuppressWarnings("UnusedVariable") // The parser looks at it.
    private boolean help;

    private final PrintStream out;

    /** {@code 5m}, {@code 30s}. */
    static final class Time implements ITypeConverter<Duration> {
        @Override
        public Duration convert(String text) {
            return Duration.parse("PT" + text);
        }
    }

    Soak(PrintStream out) {
        this.out = out;
    }

    /** Runs the program; the status is 0 within the bounds, 1 beyond them, 2 for wrong arguments. */
    public static void main(String[] args) {
        System.exit(execute(System.out, args));
    }

    static int execute(PrintStream out, String... args) {
        return RunOptions.execute(new Soak(out), out, args);
    }

    @Override
    public Integer call() throws InterruptedException {
        RunOptions.require(minutes > 0 && share > 0 && share <= 1, "--minutes must be positive, --share at most 1");
        RunOptions.require(count > 1 && threads > 0 && keys > 0 && size > 0, "--nodes must be at least 2");
        RunOptions.require(!window.isZero() && !peak.isZero(), "--window and --peak must be positive");
        List<Target> nodes = new ArrayList<>();
        try (CachingProvider provider = Caching.getCachingProvider(PROVIDER)) {
            for (int i = 0; i < count; i++) {
                nodes.add(Target.open(node));
            }
            CacheManager manager = provider.getCacheManager(uri(nodes), provider.getDefaultClassLoader(), properties());
            Cache<String, String> cache = manager.createCache(
                    "soak", new MutableConfiguration<String, String>().setTypes(String.class, String.class));
            double most = peak(cache);
            out.printf(Locale.ROOT, "peak %.0f calls a second; %.0f from now on%n", most, share * most);
            return run(cache, nodes, share * most);
        } finally {
            nodes.forEach(Target::close);
        }
    }

    private static URI uri(List<Target> nodes) {
        return URI.create(nodes.stream()
                .map(each -> each.address().getAddress().getHostAddress() + ":"
                        + each.address().getPort())
                .collect(Collectors.joining(";", "memcached://", "")));
    }

    private static Properties properties() {
        Properties properties = new Properties();
        properties.setProperty("flagstone.cache.*.failure", "miss");
        return properties;
    }

    private double peak(Cache<String, String> cache) throws InterruptedException {
        try (Traffic traffic = new Traffic(cache, keys, size, threads, 0)) {
            TimeUnit.NANOSECONDS.sleep(peak.toNanos());
            long before = traffic.calls();
            TimeUnit.NANOSECONDS.sleep(peak.toNanos());
            return (traffic.calls() - before) * 1e9 / peak.toNanos();
        }
    }

    private int run(Cache<String, String> cache, List<Target> nodes, double perSecond) throws InterruptedException {
        int windows = Math.max(3, (int) (minutes * 60e9 / window.toNanos()));
        List<Observed> observed = new ArrayList<>(List.of(Observed.self("client", windows)));
        for (int i = 0; i < count - 1; i++) {
            observed.add(Observed.other("node " + (i + 1), nodes.get(i).pid().orElseThrow(), windows));
        }
        Series p999 = new Series(windows);
        try (Traffic traffic = new Traffic(cache, keys, size, threads, perSecond);
                Executioner executioner = new Executioner(victim(nodes), killEvery, down)) {
            long began = System.nanoTime();
            traffic.latencies();
            for (int i = 1; i <= windows; i++) {
                TimeUnit.NANOSECONDS.sleep(Math.max(0, began + (long) i * window.toNanos() - System.nanoTime()));
                double hour = (System.nanoTime() - began) / 3600e9;
                Histogram latencies = traffic.latencies();
                observed.forEach(process -> process.sample(hour));
                traffic.latencies(); // what the collections just now have held up is the program's own doing
                p999.add(hour, latencies.getValueAtPercentile(99.9) / 1e3);
                tell(hour, latencies, traffic, executioner);
            }
            return judge(observed, p999, traffic);
        } finally {
            observed.forEach(Observed::close);
        }
    }

    private static ServerProcess victim(List<Target> nodes) {
        ServerProcess process = nodes.get(nodes.size() - 1).process();
        if (process == null) {
            throw new IllegalArgumentException("--node must be one that is started here");
        }
        return process;
    }

    private void tell(double hour, Histogram latencies, Traffic traffic, Executioner executioner) {
        out.printf(
                Locale.ROOT,
                "%6.1f min  p50 %6.0f  p99 %7.0f  p99.9 %8.0f us  calls %d  misses %d  failed %d  kills %d  load %.1f%n",
                hour * 60,
                latencies.getValueAtPercentile(50) / 1e3,
                latencies.getValueAtPercentile(99) / 1e3,
                latencies.getValueAtPercentile(99.9) / 1e3,
                traffic.calls(),
                traffic.misses(),
                traffic.failures(),
                executioner.kills(),
                ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
        out.flush();
    }

    private int judge(List<Observed> observed, Series p999, Traffic traffic) {
        Judge judge = new Judge(out, slopeBound, driftBound);
        boolean flat = judge.slopes(observed, WARM_UP * minutes / 60);
        boolean steady = judge.drift(p999);
        out.printf(
                "%d calls, %d misses, %d failed, %d wrong%n",
                traffic.calls(), traffic.misses(), traffic.failures(), traffic.wrong());
        boolean right = traffic.wrong() == 0;
        if (minutes < JUDGED_MINUTES) {
            out.printf(
                    Locale.ROOT,
                    "%s; slopes and drift are judged from %.0f minutes on%n",
                    right ? "right" : "WRONG",
                    JUDGED_MINUTES);
            return right ? 0 : 1;
        }
        boolean held = right && flat && steady;
        out.println(held ? "held" : "EXCEEDED");
        return held ? 0 : 1;
    }
}
