package io.flagstone.provider.promise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.flagstone.provider.failure.DeadlineExceeded;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * H8. A write that has failed by timeout is carried out after a later one that was acknowledged: both lie in the buffers of a
 * node that has stopped, on different connections, and the node takes them in either order.
 */
class GhostWriteIT {

    private static final int TRIALS = 60;

    /** Trials mostly wait; each lane has a node of its own. */
    private static final int LANES = 6;

    private static final Duration SOON = Duration.ofSeconds(20);

    @ParameterizedTest
    @ValueSource(strings = {"60s", "50ms"})
    void aWriteThatTimedOutDoesNotOutliveALaterOne(String silence) throws Exception {
        Threads.together(LANES, lane -> trials(silence));
    }

    private static void trials(String silence) throws Exception {
        boolean connectionIsGivenUp = silence.equals("50ms");
        try (Engine engine = Engine.fresh(Engine.Kind.STOCK, 1)
                .set("flagstone.timeout", "50ms")
                .set("flagstone.suspect.after", "1")
                .set("flagstone.suspect.silent", silence)
                .set("flagstone.retry.longest", "20ms")) {
            Cache<String, String> slow = cache(engine);
            Cache<String, String> other =
                    cache(engine.set("flagstone.timeout", "10s").set("flagstone.suspect.silent", "60s"));
            for (int trial = 0; trial < TRIALS / LANES; trial++) {
                String key = "k" + trial;
                putWhenPossible(slow, key, "before");
                engine.server(0).stop();
                assertThatThrownBy(() -> slow.put(key, "timed out")).isInstanceOf(DeadlineExceeded.class);
                Thread later = new Thread(() -> other.put(key, "acknowledged"));
                later.start();
                TimeUnit.MILLISECONDS.sleep(connectionIsGivenUp ? 150 : 10);
                engine.server(0).resume();
                later.join();
            }
            putWhenPossible(slow, "end", "there");
            for (int trial = 0; trial < TRIALS / LANES; trial++) {
                String key = "k" + trial;
                quickly().untilAsserted(() -> assertThat(other.get(key)).as(key).isNotIn("timed out", "before"));
            }
        }
    }

    private static Cache<String, String> cache(Engine engine) {
        return engine.client().createCache("c", new MutableConfiguration<String, String>());
    }

    private static void putWhenPossible(Cache<String, String> cache, String key, String value) {
        quickly().ignoreExceptions().until(() -> {
            cache.put(key, value);
            return value.equals(cache.get(key));
        });
    }

    private static ConditionFactory quickly() {
        return await().atMost(SOON).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(5));
    }
}
