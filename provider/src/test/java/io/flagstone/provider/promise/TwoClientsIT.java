package io.flagstone.provider.promise;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicIntegerArray;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Two clients on one cache see each other's changes at once, and a decision falls once. */
class TwoClientsIT {

    private static final int KEYS = 300;

    private static Cache<String, String> cache(Engine engine) {
        return engine.client().createCache("shared", new MutableConfiguration<String, String>());
    }

    @ParameterizedTest
    @EnumSource(Engine.Kind.class)
    void whatOnePutsTheOtherGets(Engine.Kind kind) throws Exception {
        try (Engine engine = Engine.of(kind, 3)) {
            Cache<String, String> one = cache(engine);
            Cache<String, String> other = cache(engine);
            for (int i = 0; i < KEYS; i++) {
                one.put("k" + i, "v" + i);
                assertThat(other.get("k" + i)).isEqualTo("v" + i);
                other.put("k" + i, "w" + i);
                assertThat(one.get("k" + i)).isEqualTo("w" + i);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.Kind.class)
    void whatOneRemovesIsGoneForTheOther(Engine.Kind kind) throws Exception {
        try (Engine engine = Engine.of(kind, 3)) {
            Cache<String, String> one = cache(engine);
            Cache<String, String> other = cache(engine);
            for (int i = 0; i < KEYS; i++) {
                one.put("k" + i, "v");
                assertThat(other.remove("k" + i)).isTrue();
                assertThat(one.containsKey("k" + i)).isFalse();
                assertThat(one.get("k" + i)).isNull();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.Kind.class)
    void whatOneClearsIsGoneForTheOther(Engine.Kind kind) throws Exception {
        try (Engine engine = Engine.of(kind, 3)) {
            Cache<String, String> one = cache(engine);
            Cache<String, String> other = cache(engine);
            for (int round = 0; round < 20; round++) {
                for (int i = 0; i < 30; i++) {
                    one.put("k" + i, "v" + round);
                }
                other.clear();
                for (int i = 0; i < 30; i++) {
                    assertThat(one.get("k" + i)).isNull();
                    assertThat(other.get("k" + i)).isNull();
                }
                assertThat(one.iterator().hasNext()).isFalse();
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.Kind.class)
    void putIfAbsentHasOneWinner(Engine.Kind kind) throws Exception {
        try (Engine engine = Engine.of(kind, 3)) {
            var clients = List.of(cache(engine), cache(engine), cache(engine));
            AtomicIntegerArray winners = new AtomicIntegerArray(KEYS);
            Threads.together(9, thread -> {
                for (int i = 0; i < KEYS; i++) {
                    if (clients.get(thread % 3).putIfAbsent("k" + i, "t" + thread)) {
                        winners.incrementAndGet(i);
                    }
                }
            });
            for (int i = 0; i < KEYS; i++) {
                assertThat(winners.get(i)).as("winners of key %s", i).isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.Kind.class)
    void aConditionalRemoveHasOneWinner(Engine.Kind kind) throws Exception {
        try (Engine engine = Engine.of(kind, 3)) {
            var clients = List.of(cache(engine), cache(engine));
            for (int i = 0; i < KEYS; i++) {
                clients.get(0).put("k" + i, "v");
            }
            AtomicIntegerArray winners = new AtomicIntegerArray(KEYS);
            Threads.together(6, thread -> {
                for (int i = 0; i < KEYS; i++) {
                    if (clients.get(thread % 2).remove("k" + i, "v")) {
                        winners.incrementAndGet(i);
                    }
                }
            });
            for (int i = 0; i < KEYS; i++) {
                assertThat(winners.get(i)).as("winners of key %s", i).isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Engine.Kind.class)
    void bulkCallsOfOneAreSeenByTheOther(Engine.Kind kind) throws Exception {
        try (Engine engine = Engine.of(kind, 3)) {
            Cache<String, String> one = cache(engine);
            Cache<String, String> other = cache(engine);
            Map<String, String> many = new HashMap<>();
            for (int i = 0; i < 2_000; i++) {
                many.put("k" + i, "v" + i);
            }
            one.putAll(many);
            assertThat(other.getAll(many.keySet())).isEqualTo(many);
            other.removeAll(many.keySet());
            assertThat(one.getAll(many.keySet())).isEmpty();
        }
    }
}
