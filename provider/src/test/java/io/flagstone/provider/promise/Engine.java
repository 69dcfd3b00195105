package io.flagstone.provider.promise;

import io.flagstone.provider.FlagstoneCachingProvider;
import io.flagstone.server.Node;
import io.flagstone.server.config.NodeOptions;
import io.flagstone.testkit.process.ServerProcess;
import java.net.URI;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.cache.CacheManager;
import org.jspecify.annotations.Nullable;

/** Some nodes, and managers on them that share one namespace. Closing it ends the managers, and nodes of its own. */
final class Engine implements AutoCloseable {

    /** Where the nodes come from. */
    enum Kind {
        /** Nodes in this JVM. */
        EMBEDDED,
        /** Nodes of ours, each in a process of its own. */
        OWN,
        /** Stock memcached. */
        STOCK
    }

    /** A node and how it ends. */
    private record Running(String place, @Nullable ServerProcess process) {}

    private static final int MOST_NODES = 3;
    private static final Map<Kind, List<Running>> SHARED = new EnumMap<>(Kind.class);

    private final List<Running> own = new ArrayList<>();
    private final List<CacheManager> managers = new ArrayList<>();
    private final String nodes;
    private final Properties properties = new Properties();

    private Engine(List<Running> running) {
        nodes = running.stream().map(Running::place).collect(Collectors.joining(";"));
        set("flagstone.nodes", nodes);
        set("flagstone.namespace", UUID.randomUUID().toString());
        set("flagstone.cache.*.failure", "fail");
        // a machine that is busy with several JVMs is no fault of a node
        set("flagstone.timeout", "10s");
        set("flagstone.suspect.late", "off");
    }

    /** Up to three nodes that other tests use as well, each in a namespace of its own. They must be left in peace. */
    static Engine of(Kind kind, int count) {
        synchronized (SHARED) {
            List<Running> running = SHARED.computeIfAbsent(kind, k -> new ArrayList<>());
            while (running.size() < MOST_NODES) {
                running.add(start(kind));
            }
            return new Engine(running.subList(0, count));
        }
    }

    /** Nodes of its own, which may be killed and stopped. */
    static Engine fresh(Kind kind, int count, String... options) {
        return ofItsOwn(count, () -> start(kind, options));
    }

    /** The same. */
    static Engine fresh(Servers servers, int count, String... options) {
        return ofItsOwn(count, () -> start(servers, options));
    }

    private static Engine ofItsOwn(int count, Supplier<Running> starter) {
        List<Running> running = Stream.generate(starter).limit(count).toList();
        Engine engine = new Engine(running);
        engine.own.addAll(running);
        return engine;
    }

    private static Running start(Kind kind, String... options) {
        if (kind == Kind.EMBEDDED) {
            Node node = Node.start(NodeOptions.defaults().withPort(0));
            return new Running("127.0.0.1:" + node.port(), null);
        }
        return start(kind == Kind.STOCK ? Servers.STOCK : Servers.OWN, options);
    }

    private static Running start(Servers servers, String... options) {
        ServerProcess process = servers.start(options.length > 0 ? options : new String[] {"-m", "64"});
        return new Running(process.hostAndPort(), process);
    }

    /** A setting of all managers opened from now on. */
    Engine set(String key, String value) {
        properties.setProperty(key, value);
        return this;
    }

    /** No setting any more. */
    Engine unset(String key) {
        properties.remove(key);
        return this;
    }

    /** The node list, as in {@code flagstone.nodes}. */
    String nodes() {
        return nodes;
    }

    String property(String key) {
        return properties.getProperty(key);
    }

    /** One of its own nodes. */
    ServerProcess server(int index) {
        return Objects.requireNonNull(own.get(index).process(), "an embedded node has no process");
    }

    /** Another client: a manager that shares nothing with the others but the nodes and the namespace. */
    CacheManager client() {
        Properties copy = new Properties();
        copy.putAll(properties);
        CacheManager manager = new FlagstoneCachingProvider()
                .getCacheManager(URI.create("flagstone:" + UUID.randomUUID()), null, copy);
        managers.add(0, manager);
        return manager;
    }

    /** Ends all clients so far. */
    void closeClients() {
        managers.forEach(CacheManager::close);
        managers.clear();
    }

    @Override
    public void close() {
        closeClients();
        for (int i = 0; i < own.size(); i++) {
            server(i).close();
        }
    }
}
