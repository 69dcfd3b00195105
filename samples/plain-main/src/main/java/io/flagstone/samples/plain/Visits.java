package io.flagstone.samples.plain;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.Caching;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.Duration;
import javax.cache.expiry.TouchedExpiryPolicy;
import javax.cache.spi.CachingProvider;

/** Counts visits to pages, in entries that all runs of the program on the same nodes share. */
public final class Visits {

    private Visits() {}

    /**
     * Counts a visit to each page.
     *
     * @param arguments where the entries are, such as {@code memcached://10.0.0.1:11211;10.0.0.2:11211}, or {@code here} for a
     *     node inside this JVM; then the pages
     */
    public static void main(String[] arguments) {
        List<String> words = List.of(arguments);
        List<String> pages = words.size() > 1 ? words.subList(1, words.size()) : List.of("/", "/news", "/");
        URI nodes = words.isEmpty() || words.get(0).equals("here") ? null : URI.create(words.get(0));
        try (CachingProvider provider = Caching.getCachingProvider();
                CacheManager manager = provider.getCacheManager(nodes, null)) {
            Cache<String, Long> visits = manager.createCache("visits", configuration());
            pages.forEach(page -> visit(visits, page));
            Map<String, Long> counts = new TreeMap<>(visits.getAll(new TreeSet<>(pages)));
            counts.forEach((page, count) -> System.out.println(page + " " + count));
        }
    }

    /** Pages that nobody visits for an hour are forgotten. */
    private static MutableConfiguration<String, Long> configuration() {
        return new MutableConfiguration<String, Long>()
                .setTypes(String.class, Long.class)
                .setExpiryPolicyFactory(TouchedExpiryPolicy.factoryOf(Duration.ONE_HOUR));
    }

    /** No visit is lost, however many programs count at the same time. */
    private static long visit(Cache<String, Long> visits, String page) {
        return visits.invoke(page, (entry, none) -> {
            long count = entry.exists() ? entry.getValue() + 1 : 1;
            entry.setValue(count);
            return count;
        });
    }
}
