package io.flagstone.provider.promise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.failure.NodeUnavailable;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What survives the loss of a node where entries have copies, and that no copy is older than what anybody was told; on stock memcached. */
@ParameterizedClass
@MethodSource("io.flagstone.provider.promise.Servers#stock")
class CopiesIT {

    private static final int KEYS = 300;

    private final Servers servers;

    CopiesIT(Servers servers) {
        this.servers = servers;
    }

    private Engine engine(String policy, int copies, int nodes) {
        return Engine.fresh(servers, nodes)
                .set("flagstone.cache.*.failure", policy)
                .set("flagstone.cache.*.copies", Integer.toString(copies))
                .set("flagstone.retry.longest", "200ms");
    }

    private static Cache<String, String> cache(Engine engine) {
        return engine.client().createCache("c", new MutableConfiguration<String, String>());
    }

    private static Map<String, String> entries(String value) {
        return IntStream.range(0, KEYS).boxed().collect(Collectors.toMap(i -> "k" + i, i -> value + i));
    }

    @Test
    void everyAcknowledgedEntryIsReadAfterTheLossOfItsOwner() throws Exception {
        try (Engine engine = engine("fail", 2, 3)) {
            Cache<String, String> writer = cache(engine);
            Map<String, String> acknowledged = new HashMap<>(entries("v"));
            writer.putAll(acknowledged);
            for (int i = 0; i < KEYS; i += 3) {
                writer.put("k" + i, "again" + i);
                acknowledged.put("k" + i, "again" + i);
            }
            Cache<String, String> reader = cache(engine);
            reader.get("k0");
            engine.server(0).kill9();
            for (Cache<String, String> cache : Set.of(writer, reader)) {
                assertThat(cache.getAll(acknowledged.keySet())).isEqualTo(acknowledged);
                acknowledged.forEach((key, value) -> {
                    assertThat(cache.get(key)).isEqualTo(value);
                    assertThat(cache.containsKey(key)).isTrue();
                });
            }
        }
    }

    @Test
    void withThreeCopiesItIsReadAfterTheLossOfTwoNodes() throws Exception {
        try (Engine engine = engine("fail", 3, 3)) {
            Cache<String, String> cache = cache(engine);
            cache.putAll(entries("v"));
            engine.server(0).kill9();
            engine.server(2).kill9();
            assertThat(cache.getAll(entries("v").keySet())).isEqualTo(entries("v"));
        }
    }

    @Test
    void copiesAreSpreadOverZones() throws Exception {
        try (Engine engine = engine("fail", 2, 4)) {
            String[] places = engine.nodes().split(";");
            String[] zones = {"east", "east", "west", "west"};
            engine.set(
                    "flagstone.nodes",
                    IntStream.range(0, places.length)
                            .mapToObj(i -> places[i] + "@" + zones[i])
                            .collect(Collectors.joining(";")));
            Cache<String, String> cache = cache(engine);
            cache.putAll(entries("v"));
            engine.server(0).kill9();
            engine.server(1).kill9();
            assertThat(cache.getAll(entries("v").keySet())).isEqualTo(entries("v"));
        }
    }

    /** The key that the node owns which is killed: a client without copies cannot read it. */
    private static String keyOfTheDead(Engine engine, Cache<String, String> cache) {
        engine.server(0).kill9();
        await().atMost(Duration.ofSeconds(30)).until(() -> {
            try {
                cache.putIfAbsent("probe" + System.nanoTime(), "v");
                return false;
            } catch (FlagstoneException e) {
                return true;
            }
        });
        for (int i = 0; i < KEYS; i++) {
            try {
                cache.replace("k" + i, "nothing like it", "v");
            } catch (NodeUnavailable e) {
                return "k" + i;
            }
        }
        throw new AssertionError("the node that ended owned none of " + KEYS + " keys");
    }

    @Test
    void nobodyDecidesByACopyAndARefusedChangeLeavesItReadable() throws Exception {
        try (Engine engine = engine("fail", 2, 3)) {
            Cache<String, String> cache = cache(engine);
            cache.putAll(entries("v"));
            String key = keyOfTheDead(engine, cache);
            String value = cache.get(key);
            assertThat(value).isNotNull();
            assertThatThrownBy(() -> cache.put(key, "new")).isInstanceOf(NodeUnavailable.class);
            assertThatThrownBy(() -> cache.putIfAbsent(key, "v")).isInstanceOf(NodeUnavailable.class);
            assertThatThrownBy(() -> cache.replace(key, "v")).isInstanceOf(NodeUnavailable.class);
            assertThatThrownBy(() -> cache.replace(key, value, "w")).isInstanceOf(NodeUnavailable.class);
            assertThatThrownBy(() -> cache.remove(key)).isInstanceOf(NodeUnavailable.class);
            assertThatThrownBy(() -> cache.remove(key, value)).isInstanceOf(NodeUnavailable.class);
            assertThatThrownBy(() -> cache.getAndPut(key, "v")).isInstanceOf(NodeUnavailable.class);
            assertThatThrownBy(() -> cache.getAndRemove(key)).isInstanceOf(NodeUnavailable.class);
            assertThatThrownBy(() -> cache.invoke(key, (entry, ignored) -> entry.getValue()))
                    .isInstanceOf(NodeUnavailable.class);
            assertThat(cache.get(key)).isEqualTo(value);
        }
    }

    @Test
    void whatWasPassedOverWhileTheOwnerIsAwayIsNotReadFromACopy() throws Exception {
        try (Engine engine = engine("miss", 2, 3)) {
            Cache<String, String> cache = cache(engine);
            cache.putAll(entries("v"));
            String key = keyOfTheDead(engine, cache);
            assertThat(cache.get(key)).isNotNull();
            cache.put(key, "new");
            assertThat(cache.get(key)).isNull();
            engine.server(0).restart();
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                assertThat(cache.get(key)).isIn(null, "newer");
                cache.put(key, "newer");
                return "newer".equals(cache.get(key));
            });
        }
    }

    /** The owner has lost the entry and finds nothing to remove; the copy must go all the same. */
    @ParameterizedTest
    @ValueSource(strings = {"remove", "getAndRemove", "removeKeys", "removeAll", "clear", "invoke"})
    void aRemovalOfWhatTheOwnerHasLostReachesTheCopies(String how) throws Exception {
        try (Engine engine = engine("miss", 2, 2)) {
            Cache<String, String> cache = cache(engine);
            cache.putAll(entries("v"));
            engine.server(0).kill9();
            assertThat(cache.getAll(entries("v").keySet())).isEqualTo(entries("v"));
            engine.server(0).restart();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> cache.getAll(entries("v").keySet()).size() < KEYS);
            Set<String> keys = entries("v").keySet();
            switch (how) {
                case "remove" -> keys.forEach(cache::remove);
                case "getAndRemove" -> keys.forEach(cache::getAndRemove);
                case "removeKeys" -> cache.removeAll(keys);
                case "removeAll" -> cache.removeAll();
                case "clear" -> cache.clear();
                default ->
                    keys.forEach(key -> cache.invoke(key, (entry, ignored) -> {
                        entry.remove();
                        return "";
                    }));
            }
            engine.server(0).kill9();
            assertThat(cache.getAll(keys)).isEmpty();
        }
    }

    @Test
    void aNodeOfCopiesThatIsAwayFailsChangesOrIsNotReadBeforeItHasBeenTold() throws Exception {
        try (Engine engine = engine("miss", 2, 2).set("flagstone.timeout", "200ms")) {
            Cache<String, String> living = cache(engine);
            Cache<String, String> strict = engine.set("flagstone.cache.*.failure", "fail")
                    .client()
                    .createCache("c", new MutableConfiguration<>());
            living.putAll(entries("v"));
            engine.server(1).stop();
            Map<String, String> refused = new HashMap<>();
            for (int i = 0; i < 20; i++) {
                String key = "k" + i;
                // whichever node owns the key, the other one has the copy
                assertThatThrownBy(() -> strict.put(key, "refused")).isInstanceOf(FlagstoneException.class);
                refused.put(key, "v" + i);
                living.put(key, "new");
            }
            engine.server(1).resume();
            engine.server(0).kill9();
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> living.get("k200") != null || living.get("k201") != null);
            refused.forEach((key, old) -> assertThat(living.get(key)).isNotEqualTo(old));
        }
    }

    @Test
    void entriesThatAreReadAndWrittenThroughHaveCopiesToo() throws Exception {
        try (Engine engine = engine("fail", 2, 3)) {
            Store store = new Store();
            Cache<String, String> cache = engine.client().createCache("c", store.through());
            for (int i = 0; i < 30; i++) {
                cache.put("w" + i, "written");
                store.rows.put("r" + i, "row");
                assertThat(cache.get("r" + i)).isEqualTo("row");
            }
            engine.server(0).kill9();
            for (int i = 0; i < 30; i++) {
                assertThat(cache.get("w" + i)).isEqualTo("written");
                assertThat(cache.get("r" + i)).isEqualTo("row");
            }
            assertThat(store.loads).hasSize(30);
        }
    }

    /** Its client might end after the database has the new value, and before the cache has. */
    @Test
    void whileAWriterIsAtWorkTheFormerValueHasNoCopy() throws Exception {
        try (Engine engine = engine("fail", 2, 2)) {
            Cache<String, String> reader = cache(engine);
            reader.putAll(entries("v"));
            String key = keyOfTheDead(engine, reader);
            engine.server(0).restart();
            await().atMost(Duration.ofSeconds(30)).ignoreExceptions().until(() -> {
                reader.put(key, "old");
                return true;
            });
            Store store = new Store();
            Cache<String, String> writer = engine.client().createCache("c", store.writing());
            List<String> seen = new ArrayList<>();
            store.beforeWrite = ignored -> {
                engine.server(0).kill9();
                seen.add(readOrFailure(reader, key));
            };
            writer.put(key, "new");
            assertThat(seen).hasSize(1).doesNotContain("old");
        }
    }

    private static String readOrFailure(Cache<String, String> cache, String key) {
        try {
            return String.valueOf(cache.get(key));
        } catch (NodeUnavailable e) {
            return "unreachable";
        }
    }

    @Test
    void copiesThatCannotBeRightAreRefused() {
        try (Engine engine = engine("miss", 2, 1)) {
            assertThatThrownBy(() -> cache(engine))
                    .hasMessageContaining("copies=2")
                    .hasMessageContaining("1 node");
            engine.set("flagstone.nodes", engine.nodes() + ";127.0.0.1:1");
            engine.set("flagstone.cache.*.mode", "plain");
            assertThatThrownBy(() -> cache(engine)).hasMessageContaining("mode=plain");
            engine.set("flagstone.cache.*.mode", "envelope").set("flagstone.placement", "libmemcached");
            assertThatThrownBy(() -> cache(engine)).hasMessageContaining("flagstone.placement=libmemcached");
        }
    }
}
