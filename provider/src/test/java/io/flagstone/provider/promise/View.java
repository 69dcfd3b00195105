package io.flagstone.provider.promise;

import io.flagstone.provider.FlagstoneCachingProvider;
import io.flagstone.provider.internal.discovery.TestDns;
import io.flagstone.provider.placement.ClusterMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import javax.management.JMX;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/** A client whose list comes from a resolver of its own, that says what the test wants. */
final class View implements AutoCloseable {

    private final String name = "view-" + UUID.randomUUID();
    private final URI uri = URI.create("flagstone:" + name);
    private final CacheManager manager;
    private final Cache<String, String> cache;
    private final ClusterMXBean topology;

    View(String namespace, List<String> records) throws MalformedObjectNameException {
        says(records);
        Properties properties = new Properties();
        properties.setProperty("flagstone.namespace", namespace);
        properties.setProperty("flagstone.nodes.source", "test-dns:" + name);
        properties.setProperty("flagstone.nodes.poll", "50ms");
        properties.setProperty("flagstone.nodes.refresh", "100ms");
        properties.setProperty("flagstone.nodes.lag", "2s");
        properties.setProperty("flagstone.timeout", "2s");
        properties.setProperty("flagstone.cache.*.failure", "fail");
        manager = new FlagstoneCachingProvider().getCacheManager(uri, null, properties);
        cache = manager.createCache("c", new MutableConfiguration<String, String>());
        ObjectName bean = new ObjectName(
                "io.flagstone:type=Cluster,CacheManager=" + uri.toString().replace(':', '.'));
        topology = JMX.newMXBeanProxy(ManagementFactory.getPlatformMBeanServer(), bean, ClusterMXBean.class);
    }

    void says(List<String> records) {
        TestDns.says(name, () -> records);
    }

    void doesNotAnswer() {
        TestDns.says(name, () -> {
            throw new IOException("no server answers");
        });
    }

    Cache<String, String> cache() {
        return cache;
    }

    ClusterMXBean topology() {
        return topology;
    }

    /** What a client of the same list shows in the same way, once these are its nodes and nothing is left to be done. */
    String settled(Set<String> nodes) {
        boolean done = topology.getListVersion() > 0
                && topology.getWeights().keySet().equals(nodes)
                && topology.getWantedList().isEmpty()
                && topology.getBlockedBy().isEmpty();
        return done ? topology.getFingerprint() + " " + topology.getListVersion() : "not yet: " + name;
    }

    @Override
    public void close() {
        manager.close();
    }
}
