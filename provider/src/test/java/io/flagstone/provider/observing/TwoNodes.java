package io.flagstone.provider.observing;

import io.flagstone.provider.FlagstoneCachingProvider;
import io.flagstone.provider.config.NodeAddress;
import io.flagstone.provider.testing.FakeNode;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;

/** Two nodes named east and west, and managers on them. */
final class TwoNodes implements AutoCloseable {

    static final String NAMESPACE = "shop";

    private final FakeNode east = new FakeNode("east");
    private final FakeNode west = new FakeNode("west");
    private final Properties properties = new Properties();
    private final List<CacheManager> managers = new ArrayList<>();

    TwoNodes() {
        set("flagstone.nodes", named(east) + ";" + named(west));
        set("flagstone.namespace", NAMESPACE);
        // a busy machine is no fault of a node
        set("flagstone.timeout", "20s");
        set("flagstone.suspect.late", "off");
        set("flagstone.retry.first", "10ms");
        set("flagstone.retry.longest", "20ms");
    }

    private static String named(FakeNode node) {
        NodeAddress address = node.address();
        return address.name() + "=" + address.host() + ":" + address.port();
    }

    FakeNode east() {
        return east;
    }

    FakeNode west() {
        return west;
    }

    TwoNodes set(String key, String value) {
        properties.setProperty(key, value);
        return this;
    }

    CacheManager manager() {
        Properties copy = new Properties();
        copy.putAll(properties);
        CacheManager manager = new FlagstoneCachingProvider()
                .getCacheManager(URI.create("flagstone:" + UUID.randomUUID()), null, copy);
        managers.add(manager);
        return manager;
    }

    static Cache<String, String> cache(CacheManager manager, String name) {
        return manager.createCache(
                name, new MutableConfiguration<String, String>().setTypes(String.class, String.class));
    }

    /** So many keys that the node of this name owns. */
    static List<String> keysOf(String node, Cache<String, String> cache, FakeNode fake, int count) {
        List<String> keys = new ArrayList<>();
        for (int i = 0; keys.size() < count; i++) {
            String key = "secretkey" + node + i;
            long before =
                    fake.lines().stream().filter(line -> line.contains(key)).count();
            cache.containsKey(key);
            if (fake.lines().stream().filter(line -> line.contains(key)).count() > before) {
                keys.add(key);
            }
        }
        return keys;
    }

    @Override
    public void close() {
        managers.forEach(CacheManager::close);
        east.close();
        west.close();
    }
}
