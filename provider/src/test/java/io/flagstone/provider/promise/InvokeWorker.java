package io.flagstone.provider.promise;

import io.flagstone.provider.FlagstoneCachingProvider;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.UUID;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;

/**
 * A JVM that increments counters by {@code invoke}: says {@code ready}, waits for a line, works, says {@code done}.
 * Arguments: nodes, namespace, threads, increments of each thread, counters; more are settings as {@code key=value}.
 */
public final class InvokeWorker {

    private InvokeWorker() {}

    public static void main(String[] arguments) throws Exception {
        Properties properties = new Properties();
        properties.setProperty("flagstone.nodes", arguments[0]);
        properties.setProperty("flagstone.namespace", arguments[1]);
        properties.setProperty("flagstone.cache.*.failure", "fail");
        properties.setProperty("flagstone.timeout", "10s");
        for (int i = 5; i < arguments.length; i++) {
            int equals = arguments[i].indexOf('=');
            properties.setProperty(arguments[i].substring(0, equals), arguments[i].substring(equals + 1));
        }
        int threads = Integer.parseInt(arguments[2]);
        int increments = Integer.parseInt(arguments[3]);
        int counters = Integer.parseInt(arguments[4]);
        try (CacheManager manager = new FlagstoneCachingProvider()
                .getCacheManager(URI.create("flagstone:" + UUID.randomUUID()), null, properties)) {
            Cache<String, Integer> cache = manager.createCache("counters", new MutableConfiguration<String, Integer>());
            cache.containsKey("c0");
            System.out.println("ready");
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            in.readLine();
            Threads.together(threads, thread -> {
                for (int i = 0; i < increments; i++) {
                    increment(cache, "c" + i % counters);
                }
            });
            System.out.println("done");
            in.readLine(); // an embedded node must outlive the work of the others
        }
    }

    static int increment(Cache<String, Integer> cache, String key) {
        return cache.invoke(key, (entry, ignored) -> {
            int next = (entry.exists() ? entry.getValue() : 0) + 1;
            entry.setValue(next);
            return next;
        });
    }
}
