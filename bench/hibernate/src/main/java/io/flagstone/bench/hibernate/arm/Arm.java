package io.flagstone.bench.hibernate.arm;

import io.flagstone.testkit.process.NodeProcess;
import io.flagstone.testkit.process.ServerProcess;
import io.flagstone.testkit.process.StockMemcached;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A second-level cache with its servers, which run as processes on loopback ports and end with {@link #close()} or with
 * this JVM.
 */
public final class Arm implements AutoCloseable {

    private static final String FACTORY = "hibernate.cache.region.factory_class";

    private final Kind kind;
    private final List<ServerProcess> servers;

    private Arm(Kind kind, List<ServerProcess> servers) {
        this.kind = kind;
        this.servers = servers;
    }

    /**
     * Starts the servers.
     *
     * @param megabytes the memory of each, and how many there are; Redis has one server, the first, and kinds that are
     *     not shared have none
     */
    public static Arm start(Kind kind, List<Integer> megabytes) {
        List<ServerProcess> servers = new ArrayList<>();
        try {
            for (int size : megabytes.subList(0, number(kind, megabytes.size()))) {
                servers.add(start(kind, size));
            }
            return new Arm(kind, List.copyOf(servers));
        } catch (RuntimeException e) {
            servers.forEach(ServerProcess::close);
            throw e;
        }
    }

    private static int number(Kind kind, int wanted) {
        return kind == Kind.REDISSON ? 1 : kind.shared() ? wanted : 0;
    }

    private static ServerProcess start(Kind kind, int megabytes) {
        return switch (kind) {
            case STOCK -> StockMemcached.start("-m", "" + megabytes);
            case OWN -> NodeProcess.start(System.getProperty("java.class.path"), "-m", "" + megabytes);
            case REDISSON -> ServerProcess.start("redis-server", port -> redis(port, megabytes));
            case OFF, EHCACHE -> throw new IllegalArgumentException(kind + " has no servers");
        };
    }

    /** Nothing is written to a disk, and what has no room is evicted as memcached does it. */
    private static List<String> redis(int port, int megabytes) {
        return List.of(
                "redis-server",
                "--port",
                "" + port,
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--appendonly",
                "no",
                "--maxmemory",
                megabytes + "mb",
                "--maxmemory-policy",
                "allkeys-lru");
    }

    public Kind kind() {
        return kind;
    }

    /** The servers, in the order in which they were asked for; none where the cache is not shared. */
    public List<ServerProcess> servers() {
        return servers;
    }

    /** Where the servers listen, as {@code 127.0.0.1:port}. */
    public List<String> addresses() {
        return servers.stream().map(ServerProcess::hostAndPort).toList();
    }

    /** What a session factory needs to use this cache, on the servers' own addresses. */
    public Map<String, String> settings(Path directory) {
        return settings(addresses(), directory);
    }

    /**
     * What a session factory needs to use this cache, which goes before whatever its mappings say.
     *
     * @param addresses where it finds the servers, one for each: their own, or those of proxies before them
     * @param directory where a configuration file may be written that must live as long as the session factory
     */
    public Map<String, String> settings(List<String> addresses, Path directory) {
        if (addresses.size() != servers.size()) {
            throw new IllegalArgumentException(
                    addresses.size() + " addresses for " + servers.size() + " servers of " + kind);
        }
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("hibernate.cache.use_second_level_cache", "" + (kind != Kind.OFF));
        settings.put("hibernate.cache.use_query_cache", "" + (kind != Kind.OFF));
        switch (kind) {
            case OFF -> settings.put(FACTORY, "org.hibernate.cache.internal.NoCachingRegionFactory");
            case STOCK, OWN -> ours(settings, addresses);
            case REDISSON -> redisson(settings, addresses.get(0), directory);
            case EHCACHE -> ehcache(settings);
        }
        return settings;
    }

    /** The nodes have names of their own, so that clients agree on them whatever way leads there. */
    private static void ours(Map<String, String> settings, List<String> addresses) {
        List<String> nodes = new ArrayList<>();
        for (int node = 0; node < addresses.size(); node++) {
            nodes.add("node" + node + "=" + addresses.get(node));
        }
        settings.put(FACTORY, "flagstone");
        settings.put("hibernate.flagstone.nodes", String.join(";", nodes));
    }

    /** With the fallback, for without it the application fails with the server. */
    private static void redisson(Map<String, String> settings, String address, Path directory) {
        settings.put(FACTORY, "org.redisson.hibernate.RedissonRegionFactory");
        settings.put("hibernate.cache.redisson.fallback", "true");
        settings.put(
                "hibernate.cache.redisson.config",
                redissonFile(address, directory).toString());
    }

    private static Path redissonFile(String address, Path directory) {
        try {
            Files.createDirectories(directory);
            Path file = Files.createTempFile(directory, "redisson", ".yaml");
            return Files.writeString(file, """
                    singleServerConfig:
                      address: "redis://%s"
                      connectionMinimumIdleSize: 4
                      connectionPoolSize: 16
                      subscriptionConnectionMinimumIdleSize: 1
                      subscriptionConnectionPoolSize: 4
                    threads: 4
                    nettyThreads: 4
                    """.formatted(address));
        } catch (IOException e) {
            throw new UncheckedIOException("Redisson's configuration", e);
        }
    }

    private static void ehcache(Map<String, String> settings) {
        settings.put(FACTORY, "jcache");
        settings.put("hibernate.javax.cache.provider", "org.ehcache.jsr107.EhcacheCachingProvider");
        settings.put("hibernate.javax.cache.missing_cache_strategy", "create");
    }

    /** Kills the servers. */
    @Override
    public void close() {
        servers.forEach(ServerProcess::close);
    }
}
