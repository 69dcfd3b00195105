package io.flagstone.bench.cache;

import io.flagstone.bench.measure.Measurement;
import io.flagstone.bench.measure.Stopwatch;
import io.flagstone.bench.measure.Window;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Properties;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.spi.CachingProvider;
import org.jspecify.annotations.Nullable;

/** A cache manager of one provider in this JVM, and the runs on its caches. */
final class CacheSession implements Arm {
    private static final String COUNTERS = "load-counters";
    private static final int MOST_COUNTERS = 1_000;
    private static final int PRELOAD = 200;
    private static final int READ_BACK = 200;
    private static final long SEED = 20_260_102;
    private static final long GRACE_SECONDS = 60;

    private final String label;
    private final CachingProvider provider;
    private final CacheManager manager;
    private final OptionalLong serverPid;

    /**
     * Opens the manager.
     *
     * @param uri the manager's URI; empty for the provider's default
     */
    CacheSession(String label, String providerClass, String uri, Properties properties, OptionalLong serverPid) {
        this.label = label;
        this.serverPid = serverPid;
        this.provider = Caching.getCachingProvider(providerClass);
        URI place = uri.isEmpty() ? provider.getDefaultURI() : URI.create(uri);
        this.manager = provider.getCacheManager(place, provider.getDefaultClassLoader(), properties);
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public void prepare(CacheJob job) {
        Cache<String, byte[]> cache = values(job.size());
        SplittableRandom random = new SplittableRandom(SEED);
        Map<String, byte[]> some = new HashMap<>();
        for (int key = 0; key < job.keys(); key++) {
            some.put(Client.name(key), CheckedValue.of(key, job.size(), random));
            if (some.size() == PRELOAD || key == job.keys() - 1) {
                cache.putAll(some);
                some.clear();
            }
        }
    }

    @Override
    public Measurement run(CacheJob job) {
        Cache<String, byte[]> cache = values(job.size());
        Counters counters =
                new Counters(cache(COUNTERS, Long.class), job.workload() == CacheWorkload.INVOKE ? MOST_COUNTERS : 0);
        ExecutorService pool = Executors.newFixedThreadPool(job.threads());
        try {
            SplittableRandom random = new SplittableRandom(SEED);
            Window window = Window.after(job.warmup(), job.length());
            List<Future<Answers>> clients = new ArrayList<>();
            for (int i = 0; i < job.threads(); i++) {
                Client client = new Client(job, cache, counters, random.split());
                clients.add(pool.submit(() -> client.run(window)));
            }
            window.awaitBegin();
            Stopwatch stopwatch = new Stopwatch(serverPid);
            window.awaitEnd();
            stopwatch.stop();
            Answers all = new Answers();
            for (Future<Answers> client : clients) {
                all.add(result(client, job));
            }
            checkAfterwards(job, cache, counters, all);
            return stopwatch.measured(all.entries(), all.latencies(), all.misses(), all.errors());
        } finally {
            pool.shutdownNow();
        }
    }

    private static void checkAfterwards(CacheJob job, Cache<String, byte[]> cache, Counters counters, Answers all) {
        if (all.entries() == 0) {
            all.failed("no call returned in time");
        }
        int wrong = counters.wrong();
        for (int i = 0; i < wrong; i++) {
            all.failed("a counter came out wrong");
        }
        for (int key = 0; key < Math.min(READ_BACK, job.keys()); key++) {
            byte[] value = cache.get(Client.name(key));
            if (value != null && !CheckedValue.isRight(value, key, job.size())) {
                all.failed("a wrong value for " + Client.name(key) + " afterwards");
            }
        }
        @Nullable String first = all.firstError();
        if (first != null) {
            System.err.println(job.label() + ": " + all.errors() + " errors, the first: " + first);
        }
    }

    private static Answers result(Future<Answers> client, CacheJob job) {
        try {
            return client.get(GRACE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw new IllegalStateException(job.label() + ": " + e.getCause(), e);
        } catch (TimeoutException e) {
            throw new IllegalStateException(job.label() + ": a call does not return", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private Cache<String, byte[]> values(int size) {
        return cache("load-" + size, byte[].class);
    }

    private <V> Cache<String, V> cache(String name, Class<V> type) {
        Cache<String, V> cache = manager.getCache(name, String.class, type);
        if (cache != null) {
            return cache;
        }
        return manager.createCache(name, new MutableConfiguration<String, V>().setTypes(String.class, type));
    }

    @Override
    public void close() {
        List<String> names = new ArrayList<>();
        manager.getCacheNames().forEach(names::add);
        names.stream().filter(name -> name.startsWith("load-")).forEach(manager::destroyCache);
        provider.close();
    }
}
