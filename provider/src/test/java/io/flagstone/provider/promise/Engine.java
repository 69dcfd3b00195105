package io.flagstone.provider.promise;

import io.flagstone.provider.FlagstoneCachingProvider;
import io.flagstone.server.Node;
import io.flagstone.server.config.NodeOptions;
import io.flagstone.testkit.process.NodeProcess;
import io.flagstone.testkit.process.ServerProcess;
import io.flagstone.testkit.process.StockMemcached;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.cache.CacheManager;

/** Some nodes, and managers on them that share one namespace. Closing it ends all of them. */
final class Engine implements AutoCloseable {

    /** Where the nodes come from. */
    enum Kind {
        /** A node in this JVM. */
        EMBEDDED,
        /** Nodes of ours, each in a process of its own. */
        OWN,
        /** Stock memcached. */
        STOCK
    }

    private final List<ServerProcess> servers = new ArrayList<>();
    private final List<Runnable> resources = new ArrayList<>();
    private final String nodes;
    private final Properties properties = new Properties();

    private Engine(Kind kind, int count) {
        nodes = kind == Kind.EMBEDDED ? embedded(count) : processes(kind, count);
        set("flagstone.nodes", nodes);
        set("flagstone.namespace", UUID.randomUUID().toString());
        set("flagstone.cache.*.failure", "fail");
    }

    static Engine of(Kind kind, int count) {
        return new Engine(kind, count);
    }

    private String embedded(int count) {
        List<String> places = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Node node = Node.start(NodeOptions.defaults().withPort(0));
            resources.add(node::close);
            places.add("127.0.0.1:" + node.port());
        }
        return String.join(";", places);
    }

    private String processes(Kind kind, int count) {
        for (int i = 0; i < count; i++) {
            servers.add(
                    kind == Kind.STOCK
                            ? StockMemcached.start("-m", "64")
                            : NodeProcess.start(System.getProperty("java.class.path"), "-m", "64"));
        }
        return servers.stream().map(ServerProcess::hostAndPort).collect(Collectors.joining(";"));
    }

    /** A setting of all managers opened from now on. */
    Engine set(String key, String value) {
        properties.setProperty(key, value);
        return this;
    }

    /** The node list, as in {@code flagstone.nodes}. */
    String nodes() {
        return nodes;
    }

    String property(String key) {
        return properties.getProperty(key);
    }

    ServerProcess server(int index) {
        return servers.get(index);
    }

    /** Another client: a manager that shares nothing with the others but the nodes and the namespace. */
    CacheManager client() {
        Properties copy = new Properties();
        copy.putAll(properties);
        CacheManager manager = new FlagstoneCachingProvider()
                .getCacheManager(URI.create("flagstone:" + UUID.randomUUID()), null, copy);
        resources.add(0, manager::close);
        return manager;
    }

    @Override
    public void close() {
        resources.forEach(Runnable::run);
        servers.forEach(ServerProcess::close);
    }
}
