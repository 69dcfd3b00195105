package io.flagstone.provider.promise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.processor.EntryProcessorResult;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a node that was started again makes of the numbers and the items from before; on stock memcached. */
class TokenHazardsIT {

    private static final int KEYS = ManyKeys.KEYS;

    /** Keys of one call that are read before any of them is processed. */
    private static final int PART = 500;

    private static final Duration SOON = Duration.ofSeconds(20);

    private static Cache<String, String> cache(Engine engine) {
        return engine.client().createCache("c", new MutableConfiguration<String, String>());
    }

    private static void awaitAnswer(Cache<String, String> cache) {
        await().atMost(SOON)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(5))
                .ignoreExceptions()
                .until(() -> {
                    cache.containsKey("probe");
                    return true;
                });
    }

    /**
     * H4. CAS numbers start again with the process, so that a token from before fits a newer value: the same stores in the
     * same order give the same numbers. Bare keys have nothing else to be told apart by.
     */
    @ParameterizedTest
    @ValueSource(strings = {"envelope", "plain"})
    void noTokenFromBeforeARestartIsAccepted(String mode) {
        try (Engine engine = Engine.fresh(Engine.Kind.STOCK, 1)
                .set("flagstone.cache.*.mode", mode)
                .set("flagstone.retry.longest", "20ms")) {
            Cache<String, String> one = cache(engine);
            Cache<String, String> other = cache(engine);
            one.putAll(ManyKeys.all(ManyKeys.keys(), "before"));
            AtomicInteger restarts = new AtomicInteger();
            Map<String, EntryProcessorResult<String>> results = one.invokeAll(ManyKeys.keys(), (entry, ignored) -> {
                // all entries of a part have been read when the first of them gets here
                if (Integer.parseInt(entry.getKey().substring(1)) == restarts.get() * PART) {
                    restarts.incrementAndGet();
                    engine.server(0).restart();
                    awaitAnswer(other);
                    other.putAll(ManyKeys.all(ManyKeys.keys(), "newer"));
                    awaitAnswer(one);
                }
                String seen = entry.getValue();
                entry.setValue(seen + "+");
                return seen;
            });
            assertThat(restarts).hasValue(KEYS / PART);
            assertThat(results).hasSize(KEYS);
            assertThat(results.values())
                    .allSatisfy(result -> assertThat(result.get()).isEqualTo("newer"));
        }
    }

    /** H5. A node that is started again from its memory file brings back old values and the numbers, too. */
    @Test
    void aNodeThatIsStartedAgainWarmReturnsNoValueThatWasChangedMeanwhile() throws IOException {
        Path shared = Path.of("/dev/shm");
        Path folder = Files.isDirectory(shared)
                ? Files.createTempDirectory(shared, "flagstone")
                : Files.createTempDirectory("flagstone");
        Path file = folder.resolve("memory");
        try (Engine engine = Engine.fresh(Engine.Kind.STOCK, 1, "-m", "64", "-e", file.toString())
                .set("flagstone.cache.*.failure", "miss")
                .set("flagstone.retry.longest", "50ms")) {
            Cache<String, String> client = cache(engine);
            ManyKeys keys = new ManyKeys();
            keys.put(client, i -> true, "old");
            engine.server(0).end("USR1", SOON);
            long ended = System.currentTimeMillis() / 1000;
            keys.put(client, i -> i % 4 == 0, "new");
            keys.remove(client, i -> i % 4 == 2);
            // memcached takes no file that it has written in the same second
            await().until(() -> System.currentTimeMillis() / 1000 > ended + 1);
            engine.server(0).restart();
            await().atMost(SOON).until(() -> {
                client.put("probe", "there");
                return "there".equals(client.get("probe"));
            });
            assertThat(keys.assertNothingOld(client, "by the client that made the changes"))
                    .as("what the file has kept")
                    .isEqualTo(KEYS / 2);
            keys.assertNothingOld(cache(engine), "by another one");
        } finally {
            for (Path left : List.of(file, folder.resolve("memory.meta"), folder)) {
                Files.deleteIfExists(left);
            }
        }
    }
}
