package io.flagstone.bench.demo;

import io.flagstone.provider.FlagstoneCachingProvider;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.FactoryBuilder;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.CreatedExpiryPolicy;
import javax.cache.expiry.Duration;
import javax.cache.integration.CacheLoader;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Shows in a few seconds what Flagstone does. Every number is measured in the run, every promise checked in it. */
public final class Demo {

    private static final int ENTRIES = 20_000;
    private static final int THREADS = 8;
    private static final int INCREMENTS = 500;
    private static final int MORTALS = 500;
    private static final int CRASHED = 1;

    /** Held, since the logging framework forgets loggers that nobody holds. */
    private static final Logger LOGS = Logger.getLogger("io.flagstone");

    private final Screen screen = new Screen();
    private final Fleet fleet;
    private final CacheManager manager;

    private Demo(Fleet fleet) {
        this.fleet = fleet;
        Properties properties = new Properties();
        properties.setProperty("flagstone.retry.longest", "200ms");
        this.manager = new FlagstoneCachingProvider()
                .getCacheManager(URI.create("memcached://" + fleet.list()), null, properties);
    }

    /** Runs the demonstration; status 0 when all promises held. */
    public static void main(String[] arguments) throws Exception {
        LOGS.setLevel(Level.OFF); // the crash is told here, in its own words
        long start = System.nanoTime();
        boolean held;
        try (Fleet fleet = new Fleet()) {
            Demo demo = new Demo(fleet);
            demo.head(System.nanoTime() - start);
            held = demo.tour();
            if (System.getProperty("stay") != null) {
                demo.stay();
            }
            demo.manager.close();
        }
        if (!held) {
            System.exit(1);
        }
    }

    private boolean tour() throws Exception {
        ring();
        Cache<String, String> cache = manager.createCache("tour", new MutableConfiguration<String, String>());
        warmUp(cache);
        puts(cache);
        gets(cache);
        expiry();
        counter();
        crashAndRecovery();
        slabs();
        return screen.verdict();
    }

    private void head(long nanos) {
        screen.gap();
        screen.line(
                "Flagstone · Java " + Runtime.version().feature() + " · " + Fleet.NODES + " nodes in this JVM, "
                        + Fleet.MEBIBYTES + " MiB each",
                "ready in " + Screen.seconds(nanos));
        screen.gap();
    }

    private void ring() {
        double[] shares = fleet.shares();
        double largest = 0;
        for (int i = 0; i < shares.length; i++) {
            largest = Math.max(largest, shares[i]);
            screen.row(
                    i == 0 ? "ring" : "",
                    Screen.pad(fleet.place(i), 17)
                            + screen.bar(shares[i] / 0.5, 22)
                            + Screen.right(Screen.percent(shares[i]), 8),
                    "");
        }
        String mark = screen.promise(largest < 0.35, "one node owns " + Screen.percent(largest));
        screen.row("", "65 536 slots; fair share 33.3 %  " + mark, "flagstone.nodes");
        screen.gap();
    }

    /** Lets the compiler see the code, so that the figures that follow are those of a program that has been running. */
    private static void warmUp(Cache<String, String> cache) {
        for (int i = 0; i < ENTRIES / 2; i++) {
            cache.put("warm" + i % 1_000, "value");
            cache.get("warm" + i % 1_000);
        }
        cache.clear();
    }

    private void puts(Cache<String, String> cache) throws Exception {
        Histogram times = new Histogram(3);
        long start = System.nanoTime();
        inParallel(THREADS, thread -> {
            for (int i = thread; i < ENTRIES; i += THREADS) {
                long begin = System.nanoTime();
                cache.put("key " + i, value(i));
                record(times, System.nanoTime() - begin);
            }
        });
        rates("put", System.nanoTime() - start, times, "cache.put(k, v)", "");
    }

    private void gets(Cache<String, String> cache) throws Exception {
        Histogram times = new Histogram(3);
        int[] hits = new int[THREADS];
        long start = System.nanoTime();
        inParallel(THREADS, thread -> {
            for (int i = thread; i < ENTRIES; i += THREADS) {
                long begin = System.nanoTime();
                String found = cache.get("key " + i);
                record(times, System.nanoTime() - begin);
                hits[thread] += value(i).equals(found) ? 1 : 0;
            }
        });
        long taken = System.nanoTime() - start;
        int all = sum(hits);
        String mark = screen.promise(all == ENTRIES, (ENTRIES - all) + " entries came back wrong or not at all");
        rates("get", taken, times, "cache.get(k)", "  hits " + Screen.percent((double) all / ENTRIES) + "  " + mark);
        screen.gap();
    }

    private void rates(String title, long nanos, Histogram times, String call, String more) {
        screen.row(
                title,
                Screen.count(ENTRIES) + " entries" + Screen.right(Screen.seconds(nanos), 7)
                        + Screen.right(Screen.count(ENTRIES * 1e9 / nanos), 9) + "/s" + more,
                call);
        screen.row(
                "",
                "p50 " + micros(times, 50) + "   p99 " + micros(times, 99) + "   p99.9 " + micros(times, 99.9),
                THREADS + " threads");
    }

    private static String micros(Histogram times, double percentile) {
        return Screen.count(times.getValueAtPercentile(percentile) / 1_000.0) + " us";
    }

    private static void record(Histogram times, long nanos) {
        synchronized (times) {
            times.recordValue(nanos);
        }
    }

    private void expiry() throws InterruptedException {
        Cache<String, String> mortal = manager.createCache(
                "mortal",
                new MutableConfiguration<String, String>()
                        .setExpiryPolicyFactory(
                                CreatedExpiryPolicy.factoryOf(new Duration(TimeUnit.MILLISECONDS, 800))));
        for (int i = 0; i < MORTALS; i++) {
            mortal.put("k" + i, "value");
        }
        int before = present(mortal);
        TimeUnit.MILLISECONDS.sleep(900);
        int after = present(mortal);
        String mark = screen.promise(before == MORTALS && after == 0, before + " were there, " + after + " remained");
        screen.row("expire", before + " with 0.8 s to live; 0.9 s later " + after + " remain  " + mark, "ExpiryPolicy");
    }

    private static int present(Cache<String, String> cache) {
        int count = 0;
        for (int i = 0; i < MORTALS; i++) {
            count += cache.containsKey("k" + i) ? 1 : 0;
        }
        return count;
    }

    private void counter() throws Exception {
        Cache<String, Integer> counters = manager.createCache("counters", new MutableConfiguration<String, Integer>());
        inParallel(THREADS, thread -> {
            for (int i = 0; i < INCREMENTS; i++) {
                counters.invoke("hits", (entry, ignored) -> {
                    entry.setValue(entry.exists() ? entry.getValue() + 1 : 1);
                    return null;
                });
            }
        });
        int made = counters.get("hits");
        int wanted = THREADS * INCREMENTS;
        String mark = screen.promise(made == wanted, "the counter says " + made + " instead of " + wanted);
        screen.row(
                "update",
                "counter +1 by " + THREADS + " threads x " + INCREMENTS + " = " + Screen.count(made) + ", exact  "
                        + mark,
                "cache.invoke(k, p)");
        screen.gap();
    }

    private void crashAndRecovery() throws Exception {
        Map<String, String> database = new HashMap<>();
        for (int i = 0; i < ENTRIES / 4; i++) {
            database.put("row " + i, value(i));
        }
        int[] loads = {0};
        Cache<String, String> rows = manager.createCache("rows", readingThrough(database, loads));
        rows.getAll(database.keySet());
        Cache<String, String> cache = manager.getCache("tour");
        fleet.crash(CRASHED);
        int[] found = hitsAndErrors(cache);
        double share = fleet.shares()[CRASHED];
        double hits = (double) found[0] / ENTRIES;
        boolean asPromised = found[1] == 0 && Math.abs(hits - (1 - share)) < 0.01;
        String mark = screen.promise(asPromised, "hits " + Screen.percent(hits) + ", errors " + found[1]);
        screen.row(
                "crash",
                "node " + fleet.place(CRASHED) + " is gone: hits " + Screen.percent(hits) + ", errors " + found[1]
                        + "  " + mark,
                "failure=miss");
        recovery(rows, database, loads);
    }

    private static MutableConfiguration<String, String> readingThrough(Map<String, String> database, int[] loads) {
        CacheLoader<String, String> loader = new CacheLoader<>() {
            @Override
            public @Nullable String load(String key) {
                loads[0]++;
                return database.get(key);
            }

            @Override
            public Map<String, String> loadAll(Iterable<? extends String> keys) {
                Map<String, String> found = new HashMap<>();
                keys.forEach(key -> found.put(key, load(key)));
                return found;
            }
        };
        return new MutableConfiguration<String, String>()
                .setReadThrough(true)
                .setCacheLoaderFactory(new FactoryBuilder.SingletonFactory<>(loader));
    }

    private static int[] hitsAndErrors(Cache<String, String> cache) {
        int[] found = new int[2];
        for (int i = 0; i < ENTRIES; i++) {
            try {
                found[0] += cache.get("key " + i) != null ? 1 : 0;
            } catch (RuntimeException e) {
                found[1]++;
            }
        }
        return found;
    }

    /** The node comes back empty; the loader fills it again, row by row as they are asked for. */
    private void recovery(Cache<String, String> rows, Map<String, String> database, int[] loads) throws Exception {
        fleet.heal(CRASHED);
        long start = System.nanoTime();
        boolean right = true;
        int round = 0;
        do {
            loads[0] = 0;
            right &= rows.getAll(database.keySet()).equals(database);
            TimeUnit.MILLISECONDS.sleep(20);
        } while (loads[0] > 0 && ++round < 200);
        long taken = System.nanoTime() - start;
        String mark = screen.promise(right && loads[0] == 0, "the cache did not recover");
        screen.row(
                "heal",
                "back, empty; reading through fills it in " + Screen.seconds(taken) + "  " + mark,
                "CacheLoader");
        screen.gap();
    }

    private void slabs() throws IOException {
        screen.row("slabs", "node " + fleet.place(0), "stats slabs");
        screen.line("       class    chunk   pages     items     full   evicted");
        long items = 0;
        int port = Integer.parseInt(fleet.place(0).substring(fleet.place(0).indexOf(':') + 1));
        for (SlabReport.SlabClass slab : SlabReport.of(port)) {
            items += slab.items();
            screen.line("       " + Screen.right("" + slab.id(), 5) + Screen.right(slab.chunkSize() + " B", 9)
                    + Screen.right("" + slab.pages(), 8) + Screen.right(Screen.count((double) slab.items()), 10)
                    + Screen.right(String.format(Locale.ROOT, "%.0f %%", slab.full() * 100), 9)
                    + Screen.right("" + slab.evicted(), 10));
        }
        long expected = Math.round(ENTRIES * fleet.shares()[0]);
        String mark =
                screen.promise((double) items >= (double) expected * 0.95, "node 0 holds only " + items + " items");
        screen.row(
                "",
                Screen.count((double) items) + " items in slab memory outside the heap  " + mark,
                "Node.start(options)");
    }

    private void stay() throws IOException {
        screen.line("the nodes stay: telnet 127.0.0.1 " + fleet.place(0).substring(10) + "; Enter ends them");
        if (System.in.read() < 0) {
            screen.line("no terminal to wait for");
        }
    }

    private static String value(int i) {
        return "value " + i + " ".repeat(i % 300);
    }

    private static int sum(int[] numbers) {
        int sum = 0;
        for (int number : numbers) {
            sum += number;
        }
        return sum;
    }

    /** Work for one of several threads. */
    private interface Work {

        void run(int thread) throws Exception;
    }

    private static void inParallel(int threads, Work work) throws Exception {
        ExecutorService executor = Executors.newFixedThreadPool(threads);
        List<Future<?>> futures = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            int thread = i;
            futures.add(executor.submit(() -> {
                work.run(thread);
                return null;
            }));
        }
        for (Future<?> future : futures) {
            future.get();
        }
        executor.shutdown();
    }
}
