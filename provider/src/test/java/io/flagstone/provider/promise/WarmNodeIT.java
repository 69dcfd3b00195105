package io.flagstone.provider.promise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flagstone.testkit.process.JvmProcess;
import io.flagstone.testkit.process.MemoryFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import javax.cache.Cache;
import javax.cache.CacheManager;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A node of ours that is started again with its items brings back nothing that a client changed meanwhile (decision 430). */
class WarmNodeIT {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final MemoryFolder folder = new MemoryFolder();

    @AfterEach
    void remove() {
        folder.close();
    }

    private Engine engine() {
        return Engine.fresh(
                        Engine.Kind.OWN,
                        1,
                        "-m",
                        "64",
                        "-e",
                        folder.resolve("memory").toString())
                .set("flagstone.cache.*.failure", "miss")
                .set("flagstone.retry.longest", "50ms");
    }

    private static Cache<String, String> cache(CacheManager manager) {
        return manager.createCache("c", new MutableConfiguration<String, String>());
    }

    /** What a client of another kind says and hears. */
    private static String ask(Engine engine, String command) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", engine.server(0).port())) {
            socket.setSoTimeout((int) SOON.toMillis());
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
        }
    }

    private static void endWarm(Engine engine) {
        assertThat(engine.server(0).end("USR1", SOON)).isZero();
    }

    @Test
    void nobodyReadsWhatAClientThatIsGoneInvalidatedMeanwhile() throws IOException {
        try (Engine engine = engine();
                JvmProcess dying =
                        JvmProcess.start(OwingWorker.class, engine.nodes(), engine.property("flagstone.namespace"))) {
            Cache<String, String> client = cache(engine.client());
            Cache<String, String> reader = cache(engine.client());
            CacheManager closing = engine.client();
            Cache<String, String> shortLived = cache(closing);
            ManyKeys keys = new ManyKeys();
            keys.put(client, i -> true, "old");
            assertThat(keys.assertNothingOld(reader, "before")).isEqualTo(ManyKeys.KEYS);
            assertThat(shortLived.get("k3")).isEqualTo("old");
            assertThat(ask(engine, "set others 0 0 6\r\nothers")).isEqualTo("STORED");
            dying.awaitLine("ready"::equals, SOON);

            endWarm(engine);
            dying.send("go");
            dying.awaitLine("done"::equals, SOON);
            dying.kill9();
            keys.removed(i -> i % 4 == 1);
            keys.put(client, i -> i % 4 == 0, "new");
            keys.remove(client, i -> i % 8 == 2);
            keys.remove(shortLived, i -> i % 4 == 3);
            closing.close();
            engine.server(0).restart();

            assertThat(ask(engine, "mg others v")).isEqualTo("VA 6");
            // from the first moment on, and not only once those who owe something have paid
            await().atMost(SOON).pollDelay(Duration.ZERO).until(() -> {
                keys.assertNothingOld(reader, "by one that has changed nothing");
                reader.put("probe", "there");
                return "there".equals(reader.get("probe"));
            });
            keys.assertNothingOld(cache(engine.client()), "by a new one");
            await().atMost(SOON).until(() -> {
                keys.assertNothingOld(client, "by one that owed something");
                client.put("probe", "again");
                return "again".equals(client.get("probe"));
            });
        }
    }

    @Test
    void nothingThatClientsKeepOnANodeComesBack() throws IOException {
        try (Engine engine = engine()) {
            try (CacheManager fixed = engine.client()) {
                cache(fixed).putAll(ManyKeys.all(ManyKeys.keys(), "old"));
            }
            Path list = folder.resolve("nodes");
            Files.writeString(list, engine.nodes() + "\n");
            engine.unset("flagstone.nodes")
                    .set("flagstone.namespace", "another")
                    .set("flagstone.nodes.source", "file:" + list);
            try (CacheManager following = engine.client()) {
                cache(following).putAll(ManyKeys.all(ManyKeys.keys(), "old"));
            }
            assertThat(ask(engine, "set others 0 0 6\r\nothers")).isEqualTo("STORED");
            assertThat(items(engine)).isGreaterThan(2 * ManyKeys.KEYS + 4);
            endWarm(engine);
            engine.server(0).restart();
            assertThat(items(engine)).isEqualTo(1);
            assertThat(ask(engine, "mg others v")).isEqualTo("VA 6");
        }
    }

    private static int items(Engine engine) {
        return Integer.parseInt(engine.server(0).stats().getOrDefault("curr_items", "0"));
    }

    /** Bare keys look like anybody's, so they come back; who changed one owes that, as to any node that was away. */
    @Test
    void ofAPlainCacheAClientReadsNothingThatItChangedMeanwhile() {
        try (Engine engine = engine().set("flagstone.cache.*.mode", "plain")) {
            Cache<String, String> client = cache(engine.client());
            ManyKeys keys = new ManyKeys();
            keys.put(client, i -> true, "old");
            endWarm(engine);
            keys.put(client, i -> i % 4 == 0, "new");
            keys.remove(client, i -> i % 4 == 2);
            engine.server(0).restart();
            await().atMost(SOON).pollDelay(Duration.ZERO).until(() -> {
                keys.assertNothingOld(client, "by the client that made the changes");
                client.put("probe", "there");
                return "there".equals(client.get("probe"));
            });
            assertThat(keys.assertNothingOld(client, "by the same, later"))
                    .as("what was left alone")
                    .isEqualTo(ManyKeys.KEYS / 2);
        }
    }
}
