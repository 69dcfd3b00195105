package io.flagstone.provider.promise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.flagstone.provider.failure.DeadlineExceeded;
import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.failure.NodeUnavailable;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.Test;

/** What calls do while a node is away, and that they never take longer than they may. */
class FailurePolicyIT {

    private static Engine engine(String policy) {
        return Engine.fresh(Engine.Kind.STOCK, 1)
                .set("flagstone.cache.*.failure", policy)
                .set("flagstone.timeout", "300ms")
                .set("flagstone.retry.longest", "200ms");
    }

    private static Cache<String, String> cache(Engine engine) {
        return engine.client().createCache("c", new MutableConfiguration<String, String>());
    }

    @Test
    void withMissTheApplicationLivesOn() throws Exception {
        try (Engine engine = engine("miss")) {
            Cache<String, String> cache = cache(engine);
            cache.put("k", "value");
            engine.server(0).kill9();
            assertThat(cache.get("k")).isNull();
            assertThat(cache.containsKey("k")).isFalse();
            assertThat(cache.getAll(Set.of("k", "l"))).isEmpty();
            cache.put("k", "new");
            cache.putAll(Map.of("l", "new"));
            assertThat(cache.remove("k")).isFalse();
            cache.removeAll(Set.of("k", "l"));
            cache.clear();
        }
    }

    @Test
    void withMissNobodyDecidesInTheNodesPlace() throws Exception {
        try (Engine engine = engine("miss")) {
            Cache<String, String> cache = cache(engine);
            cache.put("k", "value");
            engine.server(0).kill9();
            assertThatThrownBy(() -> cache.putIfAbsent("k", "v")).isInstanceOf(NodeUnavailable.class);
            assertThatThrownBy(() -> cache.replace("k", "v")).isInstanceOf(NodeUnavailable.class);
            assertThatThrownBy(() -> cache.replace("k", "v", "w")).isInstanceOf(NodeUnavailable.class);
            assertThatThrownBy(() -> cache.remove("k", "v")).isInstanceOf(NodeUnavailable.class);
            assertThatThrownBy(() -> cache.getAndPut("k", "v")).isInstanceOf(NodeUnavailable.class);
            assertThatThrownBy(() -> cache.getAndRemove("k")).isInstanceOf(NodeUnavailable.class);
            assertThatThrownBy(() -> cache.getAndReplace("k", "v")).isInstanceOf(NodeUnavailable.class);
            assertThatThrownBy(() -> cache.invoke("k", (entry, ignored) -> entry.getValue()))
                    .isInstanceOf(NodeUnavailable.class);
        }
    }

    @Test
    void withMissTheDatabaseIsReadAndWrittenAllTheSame() throws Exception {
        try (Engine engine = engine("miss")) {
            Store store = new Store();
            Cache<String, String> cache = engine.client().createCache("c", store.through());
            cache.put("k", "old");
            engine.server(0).kill9();
            assertThat(cache.get("k")).isEqualTo("old");
            cache.put("k", "new");
            assertThat(store.rows).containsEntry("k", "new");
            assertThat(cache.get("k")).isEqualTo("new");
            assertThat(cache.getAll(Set.of("k"))).containsEntry("k", "new");
            cache.remove("k");
            assertThat(store.rows).isEmpty();
            engine.server(0).restart();
            store.rows.put("k", "row");
            await().atMost(Duration.ofSeconds(10)).until(() -> {
                cache.get("k");
                int before = store.loads.size();
                return "row".equals(cache.get("k")) && store.loads.size() == before;
            });
        }
    }

    @Test
    void withFailEveryCallSaysSoAndNamesTheNode() throws Exception {
        try (Engine engine = engine("fail")) {
            Store store = new Store();
            Cache<String, String> cache = engine.client().createCache("c", store.writing());
            cache.put("k", "value");
            engine.server(0).kill9();
            assertThatThrownBy(() -> cache.get("k"))
                    .isInstanceOf(NodeUnavailable.class)
                    .hasMessageContaining(engine.nodes());
            assertThatThrownBy(() -> cache.put("k", "new")).isInstanceOf(NodeUnavailable.class);
            assertThatThrownBy(() -> cache.remove("k")).isInstanceOf(NodeUnavailable.class);
            assertThatThrownBy(cache::clear).isInstanceOf(NodeUnavailable.class);
            assertThat(store.rows)
                    .as("the database was not told of what failed")
                    .containsEntry("k", "value");
        }
    }

    @Test
    void aTimeoutNamesNodeVerbAndElapsedTime() throws Exception {
        try (Engine engine = engine("fail")) {
            Cache<String, String> cache = cache(engine);
            cache.put("k", "value");
            engine.server(0).stop();
            assertThatThrownBy(() -> cache.get("k"))
                    .isInstanceOf(DeadlineExceeded.class)
                    .hasMessageContaining(engine.nodes())
                    .hasMessageContaining("mg")
                    .hasMessageMatching(".*after [3-9]\\d\\d ms.*")
                    .hasMessageNotContaining("value");
        }
    }

    @Test
    void noCallOutlastsItsDeadlineAndANodeThatHangsIsSoonLeftAlone() throws Exception {
        try (Engine engine = engine("fail")) {
            Cache<String, String> cache = cache(engine);
            cache.put("k", "value");
            engine.server(0).stop();
            long longest = 0;
            long began = System.nanoTime();
            for (int i = 0; i < 200; i++) {
                long start = System.nanoTime();
                String key = "k" + i;
                assertThatThrownBy(() -> cache.put(key, "value")).isInstanceOf(FlagstoneException.class);
                longest = Math.max(longest, System.nanoTime() - start);
            }
            assertThat(TimeUnit.NANOSECONDS.toMillis(longest)).isLessThan(300 + 150);
            assertThat(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began)).isLessThan(4_000);
        }
    }

    @Test
    void anApplicationStartsWhileItsNodesAreDownAndUsesThemOnceTheyAreUp() throws Exception {
        try (Engine engine = engine("miss")) {
            engine.server(0).kill9();
            Cache<String, String> cache = cache(engine);
            assertThat(cache.get("k")).isNull();
            cache.put("k", "value");
            engine.server(0).restart();
            await().atMost(Duration.ofSeconds(10)).until(() -> {
                cache.put("k", "value");
                return "value".equals(cache.get("k"));
            });
        }
    }
}
