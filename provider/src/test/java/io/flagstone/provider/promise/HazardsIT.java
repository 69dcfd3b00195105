package io.flagstone.provider.promise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.flagstone.provider.failure.ConfigurationProblem;
import io.flagstone.testkit.fault.Direction;
import io.flagstone.testkit.fault.FaultProxy;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.cache.Cache;
import javax.cache.CacheException;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Ways in which clients of stock memcached have been seen to return old values, tried on stock memcached with two thousand keys.
 * Each is named after what must not happen. Those of tokens are in {@link TokenHazardsIT}, those of writes that come late in
 * {@link GhostWriteIT}, those of addresses in {@link IdentityIT}, those of lists that change in {@link NodeListIT}.
 */
class HazardsIT {

    private static final int KEYS = ManyKeys.KEYS;
    private static final Duration SOON = Duration.ofSeconds(20);

    private static Engine stock(int nodes) {
        return Engine.fresh(Engine.Kind.STOCK, nodes)
                .set("flagstone.timeout", "500ms")
                .set("flagstone.retry.longest", "300ms")
                .set("flagstone.cache.*.failure", "miss");
    }

    private static Cache<String, String> cache(Engine engine) {
        return engine.client().createCache("c", new MutableConfiguration<String, String>());
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

    private static void awaitAnswers(Cache<String, String> client) {
        await().atMost(SOON).pollInterval(Duration.ofMillis(20)).until(() -> answers(client));
    }

    /** H1. Writes that a node missed while it was unreachable are not there when it returns; the old values are. */
    @ParameterizedTest
    @ValueSource(strings = {"60s", "400ms"})
    void aNodeThatWasAwayReturnsNoValueThatWasChangedMeanwhile(String silence) {
        try (Engine engine = stock(3).set("flagstone.suspect.silent", silence)) {
            Cache<String, String> client = cache(engine);
            ManyKeys keys = new ManyKeys();
            keys.put(client, i -> true, "old");
            engine.server(0).stop();
            keys.put(client, i -> i % 4 == 0, "new");
            keys.remove(client, i -> i % 4 == 2);
            engine.server(0).resume();
            Cache<String, String> other = cache(engine);
            awaitAnswers(client);
            keys.assertNothingOld(client, "by the client that made the changes");
            assertThat(keys.assertNothingOld(other, "by another one")).isGreaterThanOrEqualTo(KEYS / 4);
        }
    }

    @Test
    void aNodeThatWasAwayKeepsWhatWasNotChanged() {
        try (Engine engine = stock(3).set("flagstone.suspect.silent", "60s")) {
            Cache<String, String> client = cache(engine);
            ManyKeys keys = new ManyKeys();
            keys.put(client, i -> true, "old");
            engine.server(0).stop();
            keys.put(client, i -> i % 2 == 0, "new");
            engine.server(0).resume();
            awaitAnswers(client);
            assertThat(client.getAll(ManyKeys.keys(i -> i % 2 == 1))).hasSize(KEYS / 2);
            keys.assertNothingOld(client, "after the return");
        }
    }

    @Test
    void moreDebtsThanAreRememberedCostTheNodesShareAndNothingElse() {
        try (Engine engine = stock(2).set("flagstone.suspect.silent", "60s").set("flagstone.debts.max", "10")) {
            Cache<String, String> client = cache(engine);
            ManyKeys keys = new ManyKeys();
            keys.put(client, i -> true, "old");
            engine.server(0).stop();
            keys.put(client, i -> i % 5 == 0, "new");
            engine.server(0).resume();
            awaitAnswers(client);
            assertThat(keys.assertNothingOld(client, "after the return")).isBetween(KEYS / 3, KEYS * 2 / 3);
        }
    }

    /** H2. What stood in for a node in one outage comes back in the next one. */
    @Test
    void theNextOutageBringsNothingOfTheOneBefore() {
        try (Engine engine = stock(3).set("flagstone.suspect.silent", "400ms")) {
            Cache<String, String> client = cache(engine);
            ManyKeys keys = new ManyKeys();
            keys.put(client, i -> true, "first");
            for (int outage = 0; outage < 2; outage++) {
                String round = "outage " + outage;
                int changed = outage;
                engine.server(0).stop();
                keys.put(client, i -> i % 3 == changed, round);
                keys.remove(client, i -> i % 7 == changed);
                keys.assertNothingOld(client, "in " + round);
                engine.server(0).resume();
                awaitAnswers(client);
                keys.assertNothingOld(client, "after " + round);
                keys.put(client, i -> i % 2 == 0, "after " + round);
            }
            engine.server(0).stop();
            keys.assertNothingOld(client, "in the last outage");
            engine.server(0).resume();
            awaitAnswers(client);
            assertThat(keys.assertNothingOld(cache(engine), "at the end")).isGreaterThanOrEqualTo(KEYS / 2);
        }
    }

    /** H3. Two clients disagree about who is up, and both win. */
    @ParameterizedTest
    @ValueSource(strings = {"refused", "black hole"})
    void twoClientsThatDisagreeWhoIsUpDoNotBothWin(String fault) {
        try (Engine engine = stock(3);
                FaultProxy proxy = FaultProxy.to(engine.server(0).address(), 1)) {
            String rest = ";n1=" + engine.server(1).hostAndPort() + ";n2="
                    + engine.server(2).hostAndPort();
            engine.set("flagstone.cache.*.failure", "fail").set("flagstone.suspect.silent", "400ms");
            engine.set("flagstone.nodes", "n0=" + proxy.hostAndPort() + rest);
            Cache<String, String> cutOff = cache(engine);
            engine.set("flagstone.nodes", "n0=" + engine.server(0).hostAndPort() + rest);
            Cache<String, String> other = cache(engine);
            awaitAnswers(cutOff);
            awaitAnswers(other);
            if (fault.equals("refused")) {
                proxy.refuse();
                proxy.cut();
            } else {
                proxy.swallow(Direction.TO_SERVER);
            }
            Map<String, Integer> wins = new HashMap<>();
            claim(cutOff, "cut off", wins);
            int before = wins.size();
            claim(other, "other", wins);
            assertThat(before).as("won on the two nodes that both reach").isLessThan(KEYS);
            assertThat(wins.size()).as("won by either").isGreaterThan(before);
            proxy.heal();
            await().atMost(SOON).until(() -> answersOrFails(cutOff));
            claim(cutOff, "cut off", wins);
            assertThat(wins.values()).as("wins of a key").allMatch(number -> number == 1);
        }
    }

    private static boolean answersOrFails(Cache<String, String> client) {
        try {
            return answers(client);
        } catch (CacheException e) {
            return false;
        }
    }

    private static void claim(Cache<String, String> cache, String name, Map<String, Integer> wins) {
        for (String key : ManyKeys.keys()) {
            try {
                if (cache.putIfAbsent(key, name)) {
                    wins.merge(key, 1, Integer::sum);
                }
            } catch (CacheException e) {
                // it does not say that it has won
            }
        }
    }

    /** H9. A reader stores what it loaded before somebody else changed the entry. */
    @Test
    void whatWasLoadedBeforeAChangeIsNotStoredAfterIt() throws Exception {
        try (Engine engine = stock(3).set("flagstone.timeout", "10s")) {
            Store store = new Store();
            store.rows.putAll(ManyKeys.all(ManyKeys.keys(), "old"));
            CountDownLatch hasRead = new CountDownLatch(1);
            CountDownLatch goOn = new CountDownLatch(1);
            store.afterRead = key -> {
                hasRead.countDown();
                awaitQuietly(goOn);
            };
            Cache<String, String> reader = engine.client().createCache("c", store.reading());
            Cache<String, String> other = cache(engine);
            ManyKeys keys = new ManyKeys();
            Threads.together(2, thread -> {
                if (thread == 0) {
                    assertThat(reader.getAll(ManyKeys.keys())).hasSize(KEYS);
                } else {
                    assertThat(hasRead.await(30, TimeUnit.SECONDS)).isTrue();
                    keys.put(other, i -> i % 2 == 0, "new");
                    keys.remove(other, i -> i % 2 == 1);
                    goOn.countDown();
                }
            });
            assertThat(keys.assertNothingOld(other, "after a late fill")).isEqualTo(KEYS / 2);
        }
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** H10. Whoever may write a key of that name redirects all clients, where clients read the list of nodes from it. */
    @Test
    void noKeyThatAnybodyMayWriteIsReadForTheListOfNodes() {
        try (Engine engine = stock(1).set("flagstone.cache.*.mode", "plain").set("flagstone.timeout", "10s")) {
            cache(engine).put("AmazonElastiCache:cluster", "1\nevil|127.0.0.1|1\n");
            Supplier<String> reads = () -> engine.server(0).stats().get("cmd_get");
            String before = reads.get();
            Engine led = engine.set("flagstone.nodes.source", "cluster:" + engine.nodes())
                    .unset("flagstone.nodes");
            assertThatThrownBy(led::client)
                    .isInstanceOf(ConfigurationProblem.class)
                    .hasMessageContaining("no such list");
            assertThat(reads.get()).isEqualTo(before);
        }
    }
}
