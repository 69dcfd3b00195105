package io.flagstone.provider.promise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.flagstone.provider.failure.DeadlineExceeded;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.processor.MutableEntry;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Ways in which clients of stock memcached have been seen to return old values, tried on stock memcached. Each is named
 * after what must not happen.
 */
class HazardsIT {

    private static final int KEYS = 2_000;
    private static final Duration SOON = Duration.ofSeconds(20);

    private static Engine stock(int nodes) {
        return Engine.fresh(Engine.Kind.STOCK, nodes)
                .set("flagstone.timeout", "200ms")
                .set("flagstone.retry.longest", "300ms");
    }

    private static Cache<String, String> cache(Engine engine) {
        return engine.client().createCache("c", new MutableConfiguration<String, String>());
    }

    /** H1. Writes that a node missed while it was unreachable are not there when it returns; the old values are. */
    @ParameterizedTest
    @ValueSource(strings = {"60s", "400ms"})
    void aNodeThatWasAwayReturnsNoValueThatWasChangedMeanwhile(String silence) throws Exception {
        try (Engine engine =
                stock(3).set("flagstone.cache.*.failure", "miss").set("flagstone.suspect.silent", silence)) {
            Cache<String, String> client = cache(engine);
            for (int i = 0; i < KEYS; i++) {
                client.put("k" + i, "old");
            }
            engine.server(0).stop();
            for (int i = 0; i < KEYS; i += 2) {
                if (i % 4 == 0) {
                    client.put("k" + i, "new");
                } else {
                    client.remove("k" + i);
                }
            }
            engine.server(0).resume();
            Cache<String, String> other = cache(engine);
            await().atMost(SOON).until(() -> answers(client));
            int stale = 0;
            for (int i = 0; i < KEYS; i += 2) {
                stale += "old".equals(client.get("k" + i)) || "old".equals(other.get("k" + i)) ? 1 : 0;
            }
            assertThat(stale).isZero();
        }
    }

    /** All three nodes answer again: of a hundred new keys some lie on each. */
    private static boolean answers(Cache<String, String> client) {
        for (int i = 0; i < 100; i++) {
            client.put("probe" + i, "there");
            if (client.get("probe" + i) == null) {
                return false;
            }
        }
        return true;
    }

    @Test
    void aNodeThatWasAwayKeepsWhatWasNotChanged() throws Exception {
        try (Engine engine = stock(3).set("flagstone.cache.*.failure", "miss").set("flagstone.suspect.silent", "60s")) {
            Cache<String, String> client = cache(engine);
            for (int i = 0; i < KEYS; i++) {
                client.put("k" + i, "old");
            }
            engine.server(0).stop();
            for (int i = 0; i < KEYS; i += 2) {
                client.put("k" + i, "new");
            }
            engine.server(0).resume();
            await().atMost(SOON).until(() -> answers(client));
            int kept = 0;
            for (int i = 1; i < KEYS; i += 2) {
                kept += "old".equals(client.get("k" + i)) ? 1 : 0;
            }
            assertThat(kept).isEqualTo(KEYS / 2);
        }
    }

    @Test
    void moreDebtsThanAreRememberedCostTheNodesShareAndNothingElse() throws Exception {
        try (Engine engine = stock(2).set("flagstone.cache.*.failure", "miss")
                .set("flagstone.suspect.silent", "60s")
                .set("flagstone.debts.max", "10")) {
            Cache<String, String> client = cache(engine);
            for (int i = 0; i < KEYS; i++) {
                client.put("k" + i, "old");
            }
            engine.server(0).stop();
            Set<String> changed = new HashSet<>();
            for (int i = 0; i < KEYS; i += 5) {
                client.put("k" + i, "new");
                changed.add("k" + i);
            }
            engine.server(0).resume();
            await().atMost(SOON).until(() -> answers(client));
            int missing = 0;
            for (int i = 0; i < KEYS; i++) {
                String value = client.get("k" + i);
                missing += value == null ? 1 : 0;
                if (changed.contains("k" + i)) {
                    assertThat(value).isNotEqualTo("old");
                }
            }
            assertThat(missing).isBetween(KEYS / 3, KEYS * 2 / 3);
        }
    }

    /** H4. CAS numbers start again with the process, so that a token from before fits a newer value. */
    @Test
    void aTokenFromBeforeARestartIsNotAccepted() throws Exception {
        int keys = 60;
        try (Engine engine = stock(1).set("flagstone.timeout", "5s")) {
            Cache<String, String> one = cache(engine);
            Cache<String, String> other = cache(engine);
            // the same stores in the same order give the same CAS numbers before and after
            one.put("up", "before");
            for (int i = 0; i < keys; i++) {
                one.put("k" + i, "before");
            }
            // some keys share a lock, so that not all processors can be inside at once
            CountDownLatch mostHaveRead = new CountDownLatch(keys * 2 / 3);
            CountDownLatch restarted = new CountDownLatch(1);
            AtomicInteger runs = new AtomicInteger();
            Threads.together(keys + 1, thread -> {
                if (thread == keys) {
                    assertThat(mostHaveRead.await(30, TimeUnit.SECONDS)).isTrue();
                    engine.server(0).restart();
                    await().atMost(SOON).ignoreExceptions().until(() -> {
                        other.put("up", "again");
                        return true;
                    });
                    for (int i = 0; i < keys; i++) {
                        other.put("k" + i, "newer");
                    }
                    restarted.countDown();
                } else {
                    one.invoke("k" + thread, (entry, ignored) -> {
                        runs.incrementAndGet();
                        String seen = entry.getValue();
                        mostHaveRead.countDown();
                        awaitQuietly(restarted);
                        return append(entry, seen);
                    });
                }
            });
            for (int i = 0; i < keys; i++) {
                assertThat(other.get("k" + i)).isEqualTo("newer+");
            }
            assertThat(runs.get()).isGreaterThanOrEqualTo(keys + keys * 2 / 3);
        }
    }

    private static Object append(MutableEntry<String, String> entry, String seen) {
        entry.setValue(seen + "+");
        return "";
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /**
     * H8. A write that has failed by timeout is carried out after a later one that was acknowledged: both lie in the
     * buffers of a node that has stopped, on different connections, and the node takes them in either order.
     */
    @ParameterizedTest
    @ValueSource(strings = {"60s", "50ms"})
    void aWriteThatTimedOutDoesNotOutliveALaterOne(String silence) throws Exception {
        int trials = 60;
        boolean connectionIsGivenUp = silence.equals("50ms");
        try (Engine engine = stock(1).set("flagstone.timeout", "50ms")
                .set("flagstone.suspect.after", "1")
                .set("flagstone.suspect.silent", silence)
                .set("flagstone.retry.longest", "20ms")) {
            Cache<String, String> slow = cache(engine);
            Cache<String, String> other =
                    cache(engine.set("flagstone.timeout", "10s").set("flagstone.suspect.silent", "60s"));
            for (int trial = 0; trial < trials; trial++) {
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
            for (int trial = 0; trial < trials; trial++) {
                String key = "k" + trial;
                quickly().untilAsserted(() -> assertThat(other.get(key)).as(key).isNotIn("timed out", "before"));
            }
        }
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
