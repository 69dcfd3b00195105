package io.flagstone.provider.internal.cache;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.flagstone.provider.config.CacheOptions;
import io.flagstone.provider.config.FailurePolicy;
import io.flagstone.provider.config.LinkOptions;
import io.flagstone.provider.internal.event.Events;
import io.flagstone.provider.internal.stats.CacheCounters;
import io.flagstone.provider.internal.stats.StatisticsBean;
import io.flagstone.provider.testing.FakeNode;
import io.flagstone.provider.testing.TestClient;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.expiry.EternalExpiryPolicy;
import javax.cache.expiry.ExpiryPolicy;
import javax.cache.integration.CacheLoader;
import javax.cache.integration.CacheWriter;
import javax.cache.management.CacheStatisticsMXBean;
import org.jspecify.annotations.Nullable;

/** The collaborators of a cache, without the cache, on a fake node. */
final class TestCache implements AutoCloseable {

    static final Duration LEASE = Duration.ofSeconds(10);

    private final List<FakeNode> nodes;
    private final TestClient client;
    private CacheOptions options = CacheOptions.DEFAULTS.withFailure(FailurePolicy.FAIL);
    private ExpiryPolicy expiry = new EternalExpiryPolicy();
    private @Nullable CacheLoader<String, String> loader;
    private @Nullable CacheWriter<String, String> writer;
    private @Nullable CacheParts<String, String> parts;

    TestCache() {
        this(TestClient.PATIENT, new FakeNode());
    }

    TestCache(LinkOptions link, FakeNode... nodes) {
        this.nodes = List.of(nodes);
        this.client = new TestClient(link, nodes);
    }

    FakeNode node() {
        return nodes.get(0);
    }

    /** A key that this node owns. */
    String keyOf(FakeNode owner) {
        for (int i = 0; ; i++) {
            String key = "key" + i;
            // an "s" tells a text from other keys
            byte[] encoded = ("s" + key).getBytes(US_ASCII);
            if (nodes.get(client.cluster().placement().owner(encoded)) == owner) {
                return key;
            }
        }
    }

    TestClient client() {
        return client;
    }

    TestCache options(CacheOptions wanted) {
        options = wanted;
        return this;
    }

    TestCache expiry(ExpiryPolicy wanted) {
        expiry = wanted;
        return this;
    }

    TestCache loader(CacheLoader<String, String> wanted) {
        loader = wanted;
        return this;
    }

    TestCache writer(CacheWriter<String, String> wanted) {
        writer = wanted;
        return this;
    }

    CacheParts<String, String> parts() {
        if (parts == null) {
            parts = made();
        }
        return parts;
    }

    /** What events name as their source; nobody calls it. */
    @SuppressWarnings("unchecked")
    private static Cache<String, String> source() {
        return (Cache<String, String>) Proxy.newProxyInstance(
                TestCache.class.getClassLoader(), new Class<?>[] {Cache.class}, (proxy, method, arguments) -> {
                    throw new UnsupportedOperationException(method.getName());
                });
    }

    private CacheParts<String, String> made() {
        CacheCounters counters = new CacheCounters();
        counters.enable(true);
        ExpiryRules rules = new ExpiryRules(expiry);
        CacheSetup setup = new CacheSetup(
                client.cluster(),
                "units",
                "flagstone:units",
                "things",
                options,
                List.of(),
                TestCache.class.getClassLoader());
        MutableConfiguration<String, String> configuration = TestClient.strings();
        return new CacheParts<>(
                source(),
                setup.store(configuration, rules, counters),
                options,
                rules,
                counters,
                new Events<>(client.cluster()::execute),
                new Stripes(TimeUnit.SECONDS.toNanos(20)),
                new Gate("things"),
                loader,
                loader != null,
                writer == null ? null : new WriterBridge<>(writer),
                client.cluster()::execute);
    }

    private long read(ToLongFunction<CacheStatisticsMXBean> what) {
        return what.applyAsLong(new StatisticsBean(parts().counters()));
    }

    /** Hits counted so far. */
    long hits() {
        return read(CacheStatisticsMXBean::getCacheHits);
    }

    /** Misses counted so far. */
    long misses() {
        return read(CacheStatisticsMXBean::getCacheMisses);
    }

    Loads<String, String> loads() {
        if (loader == null) {
            throw new IllegalStateException("no loader");
        }
        return new Loads<>(parts(), loader, new Fills<>(parts()));
    }

    Changes<String, String> changes() {
        return new Changes<>(parts());
    }

    Writes<String, String> writes() {
        return new Writes<>(parts(), changes());
    }

    Bulk<String, String> bulk() {
        return new Bulk<>(parts(), changes(), writes());
    }

    Reads<String, String> reads() {
        Loads<String, String> made = loader == null ? null : loads();
        return new Reads<>(parts(), made, writes(), Renewals.of(parts(), made, new Fills<>(parts())));
    }

    @Override
    public void close() {
        client.close();
        nodes.forEach(FakeNode::close);
    }
}
