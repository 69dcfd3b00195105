package io.flagstone.provider.promise;

import io.flagstone.provider.FlagstoneCachingProvider;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.CacheManager;

/**
 * A JVM in which many threads ask for one key at once, whose row takes half a second to load. For each line, a key, it says
 * {@code loads n}: how often it loaded. Arguments: nodes, namespace, threads.
 */
public final class StampedeWorker {

    private static final long LOADER_MILLIS = 500;

    private StampedeWorker() {}

    public static void main(String[] arguments) throws Exception {
        Properties properties = new Properties();
        properties.setProperty("flagstone.nodes", arguments[0]);
        properties.setProperty("flagstone.namespace", arguments[1]);
        properties.setProperty("flagstone.cache.*.failure", "fail");
        properties.setProperty("flagstone.timeout", "30s");
        int threads = Integer.parseInt(arguments[2]);
        Store store = new Store();
        store.afterRead = key -> sleep();
        try (CacheManager manager = new FlagstoneCachingProvider()
                .getCacheManager(URI.create("flagstone:" + UUID.randomUUID()), null, properties)) {
            Cache<String, String> cache = manager.createCache("c", store.reading());
            cache.containsKey("any");
            System.out.println("ready");
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            String key;
            while ((key = in.readLine()) != null) {
                System.out.println("loads " + stampede(cache, store, key, threads));
            }
        }
    }

    private static int stampede(Cache<String, String> cache, Store store, String key, int threads) throws Exception {
        String row = "row of " + key;
        store.rows.put(key, row);
        store.loads.clear();
        Threads.together(threads, thread -> {
            String seen = cache.get(key);
            if (!row.equals(seen)) {
                throw new IllegalStateException("thread " + thread + " got " + seen);
            }
        });
        return store.loads.size();
    }

    private static void sleep() {
        try {
            TimeUnit.MILLISECONDS.sleep(LOADER_MILLIS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
