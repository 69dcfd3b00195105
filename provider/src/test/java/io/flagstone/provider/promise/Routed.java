package io.flagstone.provider.promise;

import io.flagstone.testkit.process.ServerProcess;
import io.flagstone.testkit.router.Router;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.CompleteConfiguration;
import javax.cache.configuration.MutableConfiguration;

/** Three nodes behind a router, and managers that know the router only. */
final class Routed implements AutoCloseable {

    static final int NODES = 3;

    /** Of the router, for a node: less than a client's, and enough for a machine that is busy. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private static final Pattern GENERATION = Pattern.compile("m[ga] (\\S+:gen) .*");

    private final Engine engine;
    private final Router router;

    /** Keys of generations that somebody has asked for. */
    private final Set<String> generations = ConcurrentHashMap.newKeySet();

    /** Lines of stores, as the router saw them. */
    private final List<String> stores = new ArrayList<>();

    private Routed(Servers servers, boolean failsOver, Duration patience) {
        this.engine = Engine.fresh(servers, NODES)
                .set("flagstone.placement", "endpoint")
                .set("flagstone.retry.longest", "50ms");
        var nodes = IntStream.range(0, NODES)
                .mapToObj(i -> engine.server(i).address())
                .toList();
        this.router = failsOver ? Router.failingOver(nodes, patience) : Router.steady(nodes, patience);
        engine.set("flagstone.nodes", router.hostAndPort());
        watch();
    }

    /** Nothing ever fails over, and clients are told so. */
    static Routed steady(Servers servers) {
        return steady(servers, PATIENCE);
    }

    /**
     * The same.
     *
     * @param patience how long the router waits for a node
     */
    static Routed steady(Servers servers, Duration patience) {
        Routed routed = new Routed(servers, false, patience);
        routed.engine.set("flagstone.endpoint.fails-over", "never");
        return routed;
    }

    /** Keys go to other nodes while their own are away. */
    static Routed failingOver(Servers servers) {
        Routed routed = new Routed(servers, true, PATIENCE);
        routed.engine.set("flagstone.cache.*.ttl", "30s");
        return routed;
    }

    /** For another test on the same nodes: all are up, in a namespace that nobody has used. */
    void startOver() {
        engine.closeClients();
        for (int i = 0; i < NODES; i++) {
            if (!node(i).isAlive()) {
                node(i).restart();
            }
        }
        engine.set("flagstone.namespace", UUID.randomUUID().toString())
                .set("flagstone.cache.*.failure", "fail")
                .set("flagstone.timeout", "10s");
        generations.clear();
        synchronized (stores) {
            stores.clear();
        }
        router.release();
        watch();
    }

    private void watch() {
        router.hold(this::isHeld);
    }

    private boolean isHeld(String line) {
        Matcher generation = GENERATION.matcher(line);
        if (generation.matches()) {
            generations.add(generation.group(1));
        }
        if (line.startsWith("ms ")) {
            synchronized (stores) {
                stores.add(line.split(" ")[1]);
            }
        }
        return false;
    }

    Engine engine() {
        return engine;
    }

    Router router() {
        return router;
    }

    Routed set(String key, String value) {
        engine.set(key, value);
        return this;
    }

    CacheManager client() {
        return engine.client();
    }

    Cache<String, String> cache() {
        return cache(new MutableConfiguration<>());
    }

    Cache<String, String> cache(CompleteConfiguration<String, String> configuration) {
        return client().createCache("c", configuration);
    }

    ServerProcess node(int index) {
        return engine.server(index);
    }

    /** The index of the node that has the generation of the cache, of which there is one. */
    int nodeOfGeneration() {
        return router.nodeOf(generations.iterator().next());
    }

    /** The keys of the stores so far, in their order. */
    List<String> stores() {
        synchronized (stores) {
            return List.copyOf(stores);
        }
    }

    /** The last store of that key of the cache, as nodes know it. */
    String wireKey(String key) {
        return stores().stream()
                .filter(wire -> wire.endsWith(":s" + key) || wire.endsWith(":" + key))
                .reduce((one, other) -> other)
                .orElseThrow(() -> new AssertionError("nobody has stored " + key));
    }

    /** What its node answers when it is asked for it directly. */
    String ask(int node, String command) {
        try (Socket socket = new Socket("127.0.0.1", node(node).port())) {
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        engine.close();
        router.close();
    }
}
