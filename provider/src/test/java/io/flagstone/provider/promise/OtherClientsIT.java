package io.flagstone.provider.promise;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.provider.testing.Golden;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Collectors;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import net.rubyeye.xmemcached.XMemcachedClient;
import net.rubyeye.xmemcached.XMemcachedClientBuilder;
import net.rubyeye.xmemcached.impl.KetamaMemcachedSessionLocator;
import net.spy.memcached.ConnectionFactory;
import net.spy.memcached.DefaultConnectionFactory;
import net.spy.memcached.DefaultHashAlgorithm;
import net.spy.memcached.KetamaConnectionFactory;
import net.spy.memcached.KetamaNodeKeyFormatter;
import net.spy.memcached.MemcachedClient;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A plain cache with another client's placement shares three stock nodes with that client. */
class OtherClientsIT {

    private static final int NODES = 3;

    /** Enough that by chance no other placement gets them all right. */
    private static final int KEYS = 200;

    /** Each of them starts some processes. */
    private static final int TOOL_KEYS = 20;

    private static final int QUEUE = 16_384;
    private static final String PREFIX = "shared:";

    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path folder;

    /** What such a client is asked for. */
    private interface Foreign {
        void set(String key, String value) throws Exception;

        Object get(String key) throws Exception;
    }

    private static List<InetSocketAddress> places(Engine engine) {
        List<InetSocketAddress> places = new ArrayList<>();
        for (String place : engine.nodes().split(";")) {
            places.add(new InetSocketAddress("127.0.0.1", Integer.parseInt(place.substring(place.indexOf(':') + 1))));
        }
        return places;
    }

    /** A plain cache on the same nodes, named so, and in another order, which must not matter. */
    private static Cache<String, Object> ours(
            Engine engine, String placement, Function<InetSocketAddress, String> name) {
        return ours(engine, PREFIX, placement, name);
    }

    private static Cache<String, Object> ours(
            Engine engine, String prefix, String placement, Function<InetSocketAddress, String> name) {
        List<String> nodes = places(engine).stream()
                .map(place -> name.apply(place) + "=127.0.0.1:" + place.getPort())
                .collect(Collectors.toCollection(ArrayList::new));
        Collections.reverse(nodes);
        return engine.set("flagstone.nodes", String.join(";", nodes))
                .set("flagstone.placement", placement)
                .set("flagstone.cache.*.mode", "plain")
                .set("flagstone.cache.*.prefix", prefix)
                .client()
                .createCache("shared", new MutableConfiguration<String, Object>().setTypes(String.class, Object.class));
    }

    /** What carries no client flags is bytes to us. */
    private static String text(@Nullable Object value) {
        return value instanceof byte[] bytes ? new String(bytes, UTF_8) : "not bytes: " + value;
    }

    private static void bothSidesReadWhatTheOtherWrites(String client, Cache<String, Object> ours, Foreign theirs)
            throws Exception {
        for (int i = 0; i < KEYS; i++) {
            theirs.set(PREFIX + client + ":theirs:" + i, "theirs" + i);
            ours.put(client + ":ours:" + i, "ours" + i);
        }
        for (int i = 0; i < KEYS; i++) {
            assertThat(text(ours.get(client + ":theirs:" + i))).isEqualTo("theirs" + i);
            assertThat(theirs.get(PREFIX + client + ":ours:" + i)).isEqualTo("ours" + i);
        }
    }

    private static Foreign spymemcached(MemcachedClient client) {
        return new Foreign() {
            @Override
            public void set(String key, String value) throws Exception {
                assertThat(client.set(key, 0, value).get(10, TimeUnit.SECONDS)).isTrue();
            }

            @Override
            public Object get(String key) {
                return Objects.requireNonNullElse(client.get(key), "nothing");
            }
        };
    }

    @Test
    void spymemcachedFindsOurEntriesAndWeFindIts() throws Exception {
        try (Engine engine = Engine.of(Engine.Kind.STOCK, NODES)) {
            MemcachedClient client = new MemcachedClient(new KetamaConnectionFactory(), places(engine));
            try {
                bothSidesReadWhatTheOtherWrites(
                        "spymemcached",
                        ours(engine, "spymemcached", place -> "127.0.0.1:" + place.getPort()),
                        spymemcached(client));
            } finally {
                client.shutdown();
            }
        }
    }

    @Test
    void soDoesOneThatNamesNodesAsLibmemcachedDoes() throws Exception {
        try (Engine engine = Engine.of(Engine.Kind.STOCK, NODES)) {
            ConnectionFactory factory = new KetamaConnectionFactory(
                    QUEUE,
                    DefaultConnectionFactory.DEFAULT_READ_BUFFER_SIZE,
                    TimeUnit.SECONDS.toMillis(10),
                    DefaultHashAlgorithm.KETAMA_HASH,
                    KetamaNodeKeyFormatter.Format.LIBMEMCACHED,
                    Map.of());
            MemcachedClient client = new MemcachedClient(factory, places(engine));
            try {
                bothSidesReadWhatTheOtherWrites(
                        "formatted",
                        ours(engine, "spymemcached-libmemcached", OtherClientsIT::lookedUp),
                        spymemcached(client));
            } finally {
                client.shutdown();
            }
        }
    }

    @Test
    void xmemcachedFindsOurEntriesAndWeFindIts() throws Exception {
        try (Engine engine = Engine.of(Engine.Kind.STOCK, NODES)) {
            XMemcachedClientBuilder builder = new XMemcachedClientBuilder(places(engine));
            builder.setSessionLocator(new KetamaMemcachedSessionLocator());
            XMemcachedClient client = (XMemcachedClient) builder.build();
            try {
                Foreign foreign = new Foreign() {
                    @Override
                    public void set(String key, String value) throws Exception {
                        assertThat(client.set(key, 0, value)).isTrue();
                    }

                    @Override
                    public Object get(String key) throws Exception {
                        return Objects.requireNonNullElse(client.get(key), "nothing");
                    }
                };
                bothSidesReadWhatTheOtherWrites(
                        "xmemcached", ours(engine, "xmemcached", OtherClientsIT::lookedUp), foreign);
            } finally {
                client.shutdown();
            }
        }
    }

    /** What the documentation says to write for such a client. */
    private static String lookedUp(InetSocketAddress place) {
        String host = new InetSocketAddress("127.0.0.1", place.getPort()).getHostName();
        return new InetSocketAddress(host, place.getPort()).toString();
    }

    /**
     * libmemcached's tools cannot be told to use a ring, so the tool is told the node that libmemcached's ring names: that
     * of the list {@code three}, whose names these nodes have.
     */
    @Test
    void theToolsOfLibmemcachedReadWhatWeWriteWhereLibmemcachedLooksForIt() throws Exception {
        try (Engine engine = Engine.of(Engine.Kind.STOCK, NODES)) {
            List<InetSocketAddress> places = places(engine);
            Cache<String, Object> ours =
                    ours(engine, "", "libmemcached", place -> "10.0.0." + (places.indexOf(place) + 1) + ":11211");
            String owners =
                    Objects.requireNonNull(Golden.vectors("libmemcached").get("three"));
            List<String> keys = Golden.keys();
            // every fourth is of the kind that has no slash, which a file could not be named after
            for (int i = 0; i < TOOL_KEYS * 4; i += 4) {
                String key = keys.get(i);
                String server = "--servers=127.0.0.1:"
                        + places.get(owners.charAt(i) - '0').getPort();
                ours.put(key, "ours" + i);
                assertThat(tool("memccat", server, key).trim()).isEqualTo("ours" + i);
                tool("memcrm", server, key);
                Files.writeString(folder.resolve(key), "theirs" + i);
                tool("memccp", server, folder.resolve(key).toString());
                assertThat(text(ours.get(key))).isEqualTo("theirs" + i);
            }
        }
    }

    private static String tool(String... command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertThat(process.waitFor()).as("%s: %s", command[0], printed).isZero();
        return printed;
    }
}
