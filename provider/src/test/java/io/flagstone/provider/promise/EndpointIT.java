package io.flagstone.provider.promise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.flagstone.provider.failure.NodeUnavailable;
import io.flagstone.provider.testing.TestLoader;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import javax.cache.Cache;
import javax.cache.configuration.FactoryBuilder;
import javax.cache.configuration.MutableCacheEntryListenerConfiguration;
import javax.cache.configuration.MutableConfiguration;
import javax.cache.event.CacheEntryRemovedListener;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Behind a router that never fails over all holds that holds on nodes of one's own, on nodes that keep clients' tokens. */
@ParameterizedClass
@MethodSource("io.flagstone.provider.promise.Servers#keepingTokens")
class EndpointIT {

    private static final int KEYS = 200;

    /** More than a node counts on its own before the tests look at it. */
    private static final int MANY_STORES = 600;

    /** Longer than all other values. */
    private static final String LATE = "late".repeat(50);

    private static final Duration SOON = Duration.ofSeconds(20);

    private static final Map<Servers, Routed> ROUTED = new EnumMap<>(Servers.class);

    private final Routed routed;

    EndpointIT(Servers servers) {
        routed = ROUTED.computeIfAbsent(servers, Routed::steady);
    }

    @BeforeEach
    void begin() {
        routed.startOver();
    }

    @AfterParameterizedClassInvocation
    static void end(Servers servers) {
        Optional.ofNullable(ROUTED.remove(servers)).ifPresent(Routed::close);
    }

    @Test
    void twoClientsSeeEachOthersChanges() {
        Cache<String, String> one = routed.cache();
        Cache<String, String> other = routed.cache();
        for (int i = 0; i < KEYS; i++) {
            one.put("k" + i, "v" + i);
            assertThat(other.get("k" + i)).isEqualTo("v" + i);
            assertThat(other.replace("k" + i, "v" + i, "w" + i)).isTrue();
            assertThat(one.getAndRemove("k" + i)).isEqualTo("w" + i);
            assertThat(other.containsKey("k" + i)).isFalse();
        }
        Map<String, String> many = ManyKeys.all(ManyKeys.keys(), "v");
        one.putAll(many);
        assertThat(other.getAll(many.keySet())).isEqualTo(many);
        other.clear();
        assertThat(one.getAll(many.keySet())).isEmpty();
        for (int node = 0; node < Routed.NODES; node++) {
            assertThat(routed.node(node).stats().get("cmd_set"))
                    .as("stores on node " + node)
                    .isNotEqualTo("0");
        }
    }

    @Test
    void putIfAbsentHasOneWinner() throws Exception {
        List<Cache<String, String>> clients = List.of(routed.cache(), routed.cache(), routed.cache());
        AtomicIntegerArray winners = new AtomicIntegerArray(KEYS);
        Threads.together(6, thread -> {
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

    // --- tokens ---

    @Test
    void noTokenFromBeforeARestartOfANodeIsAccepted() {
        Cache<String, String> one = routed.cache();
        Cache<String, String> other = routed.cache();
        String key = keyAwayFromItsGeneration(one);
        String token = tokenOf(key);
        int connections = routed.router().accepted();
        AtomicInteger runs = new AtomicInteger();
        String seen = one.invoke(key, (entry, ignored) -> {
            String value = entry.getValue();
            if (runs.getAndIncrement() == 0) {
                restartAndStore(key, token, other);
            }
            entry.setValue(value + "+");
            return value;
        });
        assertThat(seen).isEqualTo("newer");
        assertThat(other.get(key)).isEqualTo("newer+");
        assertThat(routed.router().accepted())
                .as("connections, which all lived on")
                .isEqualTo(connections);
    }

    @Test
    void aLateFillNeverReplacesWhatWasStoredAfterARestartOfANode() {
        Cache<String, String> other = routed.cache();
        String key = keyAwayFromItsGeneration(other);
        other.remove(key);
        TestLoader<String> loader = new TestLoader<>(asked -> {
            restartAndStore(key, tokenOf(key), other);
            return "old";
        });
        Cache<String, String> reading = routed.client()
                .createCache(
                        "c",
                        new MutableConfiguration<String, String>()
                                .setReadThrough(true)
                                .setCacheLoaderFactory(new FactoryBuilder.SingletonFactory<>(loader)));
        reading.get(key);
        assertThat(loader.asked()).containsExactly(key);
        assertThat(reading.get(key)).isEqualTo("newer");
        assertThat(other.get(key)).isEqualTo("newer");
    }

    /** A key on another node than the one that has the generation, so that its entry can be lost without all others. */
    private String keyAwayFromItsGeneration(Cache<String, String> cache) {
        for (int i = 0; ; i++) {
            cache.put("key" + i, "before");
            if (nodeOf("key" + i) != routed.nodeOfGeneration()) {
                return "key" + i;
            }
        }
    }

    private int nodeOf(String key) {
        return routed.router().nodeOf(routed.wireKey(key));
    }

    private String tokenOf(String key) {
        return routed.ask(nodeOf(key), "mg " + routed.wireKey(key) + " c").split(" ")[1];
    }

    /** Stores until the item has that token, if it ever gets it. */
    private void restartAndStore(String key, String token, Cache<String, String> cache) {
        routed.node(nodeOf(key)).restart();
        for (int i = 0; i < MANY_STORES; i++) {
            cache.put(key, "newer");
            if (tokenOf(key).equals(token)) {
                return;
            }
        }
    }

    // --- errors ---

    @ParameterizedTest
    @ValueSource(strings = {"fail", "miss"})
    void whatAnErrorOfTheRoutersWasAboutIsNeverRead(String policy) {
        routed.set("flagstone.cache.*.failure", policy);
        Cache<String, String> one = routed.cache();
        Cache<String, String> other = routed.cache();
        one.put("k", "first");
        String former = routed.wireKey("k");
        routed.router().fail(line -> line.startsWith("ms " + former));
        if (policy.equals("fail")) {
            assertThatThrownBy(() -> one.put("k", LATE))
                    .isInstanceOf(NodeUnavailable.class)
                    .hasMessageContaining("it is not known what became of this");
        } else {
            one.put("k", LATE);
        }
        await().atMost(SOON).until(() -> other.get("k") == null);
        other.put("k", "newer");
        routed.router().release();
        await("what is late").atMost(SOON).until(() -> sizeOf(former) > LATE.length());
        assertThat(one.get("k")).isEqualTo("newer");
        assertThat(other.get("k")).isEqualTo("newer");
    }

    /** Of what is under a key as nodes know it, or 0. */
    private int sizeOf(String wire) {
        String answer = routed.ask(routed.router().nodeOf(wire), "mg " + wire + " s");
        return answer.startsWith("HD s") ? Integer.parseInt(answer.substring("HD s".length())) : 0;
    }

    /** It would be read by a call that has waited since before the end. */
    @Test
    void nothingIsStoredUnderAGenerationThatEndedBeforeTheCall() {
        Cache<String, String> one = routed.cache();
        Cache<String, String> other = routed.cache();
        one.put("k", "first");
        assertThat(other.get("k")).isEqualTo("first");
        String former = routed.wireKey("k");
        one.clear();
        int before = routed.stores().size();
        other.put("k", "second");
        assertThat(other.putIfAbsent("k", "third")).isFalse();
        assertThat(routed.stores().subList(before, routed.stores().size()))
                .isNotEmpty()
                .doesNotContain(former);
        assertThat(one.get("k")).isEqualTo("second");
    }

    @Test
    void oneNodeThatIsAwayLeavesTheOthersInUse() {
        routed.set("flagstone.cache.*.failure", "miss").set("flagstone.timeout", "2s");
        Cache<String, String> cache = routed.cache();
        String key = keyAwayFromItsGeneration(cache);
        routed.node(nodeOf(key)).kill9();
        assertThat(cache.get(key)).isNull();
        int found = 0;
        for (int i = 0; i < KEYS; i++) {
            cache.put("k" + i, "v");
            found += cache.get("k" + i) == null ? 0 : 1;
        }
        assertThat(found).as("keys of %s, a third of them away", KEYS).isGreaterThan(KEYS / 3);
    }

    // --- what needs a list of all keys ---

    @Test
    void removeAllEmptiesTheCacheUnlessSomebodyHasToBeToldOfEachEntry() {
        Cache<String, String> cache = routed.cache();
        cache.put("k", "v");
        cache.removeAll();
        assertThat(cache.get("k")).isNull();
        cache.registerCacheEntryListener(new MutableCacheEntryListenerConfiguration<>(
                new FactoryBuilder.SingletonFactory<>((CacheEntryRemovedListener<String, String>) events -> {}),
                null,
                false,
                false));
        assertThatThrownBy(cache::removeAll)
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("listeners")
                .hasMessageContaining("flagstone.placement=endpoint")
                .hasMessageContaining("clear()");
    }

    @Test
    void iterationIsRefused() {
        assertThatThrownBy(() -> routed.cache().iterator())
                .isInstanceOf(UnsupportedOperationException.class)
                .hasMessageContaining("flagstone.placement=endpoint");
    }
}
