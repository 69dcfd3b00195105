package io.flagstone.provider.promise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.provider.failure.ServerRefused;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Iteration shows every entry of the cache on all nodes once, and nothing of other caches. */
class WalkIT {

    private static Cache<String, String> cache(Engine engine, String name) {
        return engine.client().createCache(name, new MutableConfiguration<String, String>());
    }

    private static Map<String, String> walk(Cache<String, String> cache) {
        Map<String, String> seen = new HashMap<>();
        for (Cache.Entry<String, String> entry : cache) {
            assertThat(seen.put(entry.getKey(), entry.getValue()))
                    .as("a second time")
                    .isNull();
        }
        return seen;
    }

    @ParameterizedTest
    @EnumSource(Engine.Kind.class)
    void aWalkSeesEveryEntryOnceWhileOthersWrite(Engine.Kind kind) throws Exception {
        try (Engine engine = Engine.of(kind, 3)) {
            Cache<String, String> cache = cache(engine, "c");
            Cache<String, String> neighbour = cache(engine, "c2");
            Map<String, String> entries = new HashMap<>();
            for (int i = 0; i < 3_000; i++) {
                entries.put("k" + i, "v" + i);
            }
            cache.putAll(entries);
            neighbour.put("not ours", "value");
            assertThat(walk(cache)).isEqualTo(entries);
            AtomicBoolean stop = new AtomicBoolean();
            Threads.together(3, thread -> {
                if (thread == 0) {
                    try {
                        for (int i = 0; i < 5; i++) {
                            assertThat(walk(cache)).containsAllEntriesOf(entries);
                        }
                    } finally {
                        stop.set(true);
                    }
                } else {
                    for (int i = 0; !stop.get(); i++) {
                        cache.put("w" + thread + "-" + i % 500, "v");
                        cache.remove("w" + thread + "-" + (i + 250) % 500);
                    }
                }
            });
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.Kind.class)
    void aWalkRemovesWhatItIsToldTo(Engine.Kind kind) throws Exception {
        try (Engine engine = Engine.of(kind, 3)) {
            Cache<String, String> cache = cache(engine, "c");
            for (int i = 0; i < 500; i++) {
                cache.put("k" + i, i % 2 == 0 ? "even" : "odd");
            }
            for (Iterator<Cache.Entry<String, String>> walk = cache.iterator(); walk.hasNext(); ) {
                if (walk.next().getValue().equals("odd")) {
                    walk.remove();
                }
            }
            assertThat(walk(cache)).hasSize(250).doesNotContainValue("odd");
            assertThatThrownBy(() -> cache.iterator().remove()).isInstanceOf(IllegalStateException.class);
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.Kind.class)
    void removeAllEmptiesTheCacheOnEveryNodeAndTellsTheDatabase(Engine.Kind kind) throws Exception {
        try (Engine engine = Engine.of(kind, 3)) {
            Store store = new Store();
            Cache<String, String> cache = engine.client().createCache("c", store.writing());
            for (int i = 0; i < 300; i++) {
                cache.put("k" + i, "value");
            }
            cache.removeAll();
            assertThat(walk(cache)).isEmpty();
            assertThat(store.rows).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.Kind.class)
    void walksOfSeveralClientsWaitForEachOther(Engine.Kind kind) throws Exception {
        try (Engine engine = Engine.of(kind, 2)) {
            List<Cache<String, String>> clients = List.of(cache(engine, "c"), cache(engine, "c"));
            Set<String> keys = new HashSet<>();
            for (int i = 0; i < 2_000; i++) {
                clients.get(0).put("k" + i, "value");
                keys.add("k" + i);
            }
            Threads.together(4, thread -> {
                for (int i = 0; i < 5; i++) {
                    assertThat(walk(clients.get(thread % 2)).keySet()).isEqualTo(keys);
                }
            });
        }
    }

    @Test
    void aNodeThatDoesNotListItsKeysMakesAWalkFailInClearWords() throws Exception {
        try (Engine engine = Engine.fresh(Engine.Kind.STOCK, 1, "-m", "16", "-X")) {
            Cache<String, String> cache = cache(engine, "c");
            cache.put("k", "value");
            assertThatThrownBy(cache::iterator)
                    .isInstanceOf(ServerRefused.class)
                    .hasMessageContaining("iteration")
                    .hasMessageContaining(engine.nodes());
        }
    }
}
