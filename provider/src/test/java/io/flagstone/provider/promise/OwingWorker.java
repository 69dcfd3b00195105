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
 * A JVM that removes entries from a cache whose node does not answer, and so owes that to the node: says {@code ready},
 * waits for a line, removes those of {@link ManyKeys} that have the remainder 1 by 4, says {@code done}, and waits to be
 * killed. Arguments: nodes, namespace.
 */
public final class OwingWorker {

    private OwingWorker() {}

    public static void main(String[] arguments) throws Exception {
        Properties properties = new Properties();
        properties.setProperty("flagstone.nodes", arguments[0]);
        properties.setProperty("flagstone.namespace", arguments[1]);
        properties.setProperty("flagstone.cache.*.failure", "miss");
        try (CacheManager manager = new FlagstoneCachingProvider()
                .getCacheManager(URI.create("flagstone:" + UUID.randomUUID()), null, properties)) {
            Cache<String, String> cache = manager.createCache("c", new MutableConfiguration<String, String>());
            cache.containsKey("probe");
            System.out.println("ready");
            BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            in.readLine();
            cache.removeAll(ManyKeys.keys(i -> i % 4 == 1));
            System.out.println("done");
            in.readLine();
        }
    }
}
