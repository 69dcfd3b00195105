package io.flagstone.provider.promise;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.awaitility.Awaitility.await;

import io.flagstone.provider.FlagstoneCachingProvider;
import io.flagstone.provider.placement.CacheFiguresMXBean;
import io.flagstone.provider.placement.ClusterMXBean;
import io.flagstone.testkit.process.NodeProcess;
import io.flagstone.testkit.process.ServerProcess;
import io.flagstone.testkit.process.StockMemcached;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import javax.management.JMX;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;

/** Nodes in processes of their own, and clients that have their list of them from a file each. */
final class ChangingNodes implements AutoCloseable {

    /** Keys that every node of a list has some of. */
    private static final int PROBES = 200;

    private final List<ServerProcess> servers = new ArrayList<>();
    private final List<Client> clients = new ArrayList<>();
    private final Path folder;
    private final String namespace = UUID.randomUUID().toString();
    private final Properties properties = new Properties();

    ChangingNodes(Engine.Kind kind, int count, Path folder) {
        this.folder = folder;
        for (int i = 0; i < count; i++) {
            servers.add(
                    kind == Engine.Kind.STOCK
                            ? StockMemcached.start("-m", "64")
                            : NodeProcess.start(System.getProperty("java.class.path"), "-m", "64"));
        }
        set("flagstone.nodes.poll", "20ms");
        set("flagstone.nodes.refresh", "50ms");
        set("flagstone.nodes.lag", "1s");
        set("flagstone.timeout", "10s");
        set("flagstone.retry.longest", "200ms");
        set("flagstone.cache.*.failure", "fail");
    }

    /** A setting of all clients that begin from now on. */
    ChangingNodes set(String key, String value) {
        properties.setProperty(key, value);
        return this;
    }

    ServerProcess server(int index) {
        return servers.get(index);
    }

    /** A node as a list names it. */
    String node(int index) {
        return "n" + index + "=" + servers.get(index).hostAndPort();
    }

    /** A list of these nodes. */
    String list(int... indexes) {
        return String.join("\n", IntStream.of(indexes).mapToObj(this::node).toList());
    }

    /** A client whose source says this at first. */
    Client client(String list) {
        Client client = new Client(list);
        clients.add(client);
        return client;
    }

    /** Settings of a client with a fixed list, in the same namespace. */
    Properties fixed(String list) {
        Properties copy = new Properties();
        properties.forEach((key, value) -> {
            if (!key.toString().startsWith("flagstone.nodes")) {
                copy.put(key, value);
            }
        });
        copy.setProperty("flagstone.nodes", list.replace('\n', ';'));
        copy.setProperty("flagstone.namespace", namespace);
        return copy;
    }

    @Override
    public void close() {
        clients.forEach(Client::close);
        servers.forEach(ServerProcess::close);
    }

    /** A manager of its own, and its file. */
    final class Client implements AutoCloseable {

        private final Path file = folder.resolve(UUID.randomUUID() + ".nodes");
        private final URI uri = URI.create("flagstone:" + UUID.randomUUID());
        private final CacheManager manager;
        private final Cache<String, String> cache;

        private Client(String list) {
            source(list);
            Properties copy = new Properties();
            copy.putAll(properties);
            copy.setProperty("flagstone.namespace", namespace);
            copy.setProperty("flagstone.nodes.source", "file:" + file);
            manager = new FlagstoneCachingProvider().getCacheManager(uri, null, copy);
            cache = manager.createCache("c", new MutableConfiguration<String, String>());
        }

        Cache<String, String> cache() {
            return cache;
        }

        CacheManager manager() {
            return manager;
        }

        /** The source says this from now on. */
        void source(String list) {
            try {
                Path written = folder.resolve(file.getFileName() + ".new");
                Files.writeString(written, list, UTF_8);
                Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Returns when the list in force, as this client knows it, is what its source says, and all of it is served. */
        void awaitList() {
            await().atMost(Duration.ofSeconds(60)).until(() -> {
                ClusterMXBean now = topology();
                boolean done = now.getListVersion() > 0
                        && now.getWantedList().isEmpty()
                        && now.getBlockedBy().isEmpty();
                return done && answers();
            });
        }

        private boolean answers() {
            try {
                for (int i = 0; i < PROBES; i++) {
                    cache.containsKey("probe" + i);
                }
                return true;
            } catch (CacheException e) {
                return false;
            }
        }

        ClusterMXBean topology() {
            try {
                ObjectName name = new ObjectName("io.flagstone:type=Cluster,CacheManager="
                        + uri.toString().replace(':', '.'));
                return JMX.newMXBeanProxy(ManagementFactory.getPlatformMBeanServer(), name, ClusterMXBean.class);
            } catch (MalformedObjectNameException e) {
                throw new IllegalStateException(e);
            }
        }

        /** How many entries this client has taken over since its statistics were enabled. */
        long warmed() {
            try {
                ObjectName name = new ObjectName("javax.cache:type=CacheStatistics,CacheManager="
                        + uri.toString().replace(':', '.') + ",Cache=c");
                return JMX.newMXBeanProxy(ManagementFactory.getPlatformMBeanServer(), name, CacheFiguresMXBean.class)
                        .getWarmed();
            } catch (MalformedObjectNameException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {
            manager.close();
        }
    }
}
