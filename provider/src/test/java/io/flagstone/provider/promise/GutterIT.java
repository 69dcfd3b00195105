package io.flagstone.provider.promise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flagstone.provider.failure.FlagstoneException;
import io.flagstone.provider.failure.NodeUnavailable;
import io.flagstone.testkit.fault.FaultProxy;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.cache.Cache;
import javax.cache.configuration.MutableConfiguration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What stock memcached nodes keep for one that is away, and what becomes of it. */
@Tag("faults")
class GutterIT {

    private static final int KEYS = 300;
    private static final Duration LIFE = Duration.ofSeconds(2);

    private static Engine engine(Duration timeout) {
        return Engine.fresh(Engine.Kind.STOCK, 3)
                .set("flagstone.cache.*.failure", "gutter")
                .set("flagstone.cache.*.gutter-ttl", LIFE.toMillis() + "ms")
                .set("flagstone.timeout", timeout.toMillis() + "ms")
                .set("flagstone.suspect.silent", "500ms")
                .set("flagstone.retry.longest", "200ms");
    }

    private static Cache<String, String> cache(Engine engine) {
        return engine.client().createCache("c", new MutableConfiguration<String, String>());
    }

    private static Map<String, String> entries(String value) {
        return IntStream.range(0, KEYS).boxed().collect(Collectors.toMap(i -> "k" + i, i -> value + i));
    }

    /** The keys whose owner cannot be used by this client now: nobody else decides. */
    private static Set<String> keysOfTheLost(Cache<String, String> cache) {
        Set<String> keys = new HashSet<>();
        for (String key : entries("").keySet()) {
            try {
                cache.replace(key, "what never was there", "nor will be");
            } catch (FlagstoneException e) {
                keys.add(key);
            }
        }
        return keys;
    }

    private static void awaitLoss(Cache<String, String> cache) {
        await().atMost(Duration.ofSeconds(20)).until(() -> {
            try {
                for (String key : entries("").keySet()) {
                    cache.replace(key, "what never was there", "nor will be");
                }
                return false;
            } catch (NodeUnavailable e) {
                return true;
            } catch (FlagstoneException e) {
                return false; // silent, and not given up yet
            }
        });
    }

    private static void awaitAll(Cache<String, String> cache) {
        await().atMost(Duration.ofSeconds(20)).until(() -> keysOfTheLost(cache).isEmpty());
    }

    @Test
    void theEntriesOfALostNodeAreKeptByTheOthersAndForgottenWhenItReturnsOrGoesAgain() throws Exception {
        try (Engine engine = engine(Duration.ofMillis(500))) {
            Cache<String, String> cache = cache(engine);
            cache.putAll(entries("before"));
            engine.server(0).stop();
            awaitLoss(cache);
            Set<String> lost = keysOfTheLost(cache);
            // what has ended by now, or was not in time on a machine that is busy, is not there; nothing else is
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                cache.putAll(entries("meanwhile"));
                Map<String, String> found = cache.getAll(lost);
                assertThat(entries("meanwhile")).containsAllEntriesOf(found);
                return !found.isEmpty();
            });

            engine.server(0).resume();
            awaitAll(cache);
            assertThat(cache.getAll(lost)).isEmpty();
            cache.putAll(entries("after"));

            engine.server(0).stop();
            awaitLoss(cache);
            assertThat(cache.getAll(lost)).isEmpty();
            engine.server(0).resume();
            awaitAll(cache);
            assertThat(entries("after")).containsAllEntriesOf(cache.getAll(lost));
        }
    }

    /** One of them reaches the owner and the other does not: what the latter reads is as old as an entry may be there. */
    @Test
    void twoClientsThatDisagreeDifferForAsLongAsSuchEntriesLive() throws Exception {
        try (Engine engine = engine(Duration.ofSeconds(3));
                FaultProxy proxy = FaultProxy.to(engine.server(0).address(), 1)) {
            List<String> places = List.of(engine.nodes().split(";"));
            engine.set("flagstone.nodes", "n0=" + places.get(0) + ";n1=" + places.get(1) + ";n2=" + places.get(2));
            Cache<String, String> near = cache(engine);
            engine.set(
                    "flagstone.nodes", "n0=" + proxy.hostAndPort() + ";n1=" + places.get(1) + ";n2=" + places.get(2));
            Cache<String, String> far = cache(engine);
            await().atMost(Duration.ofSeconds(20)).until(() -> {
                near.putAll(entries("before"));
                return far.getAll(entries("").keySet()).equals(entries("before"));
            });
            proxy.refuse();
            proxy.cut();
            awaitLoss(far);
            Set<String> lost = keysOfTheLost(far);
            String key = lost.iterator().next();
            far.put(key, "far");
            assertThat(near.get(key)).isEqualTo(entries("before").get(key));
            near.put(key, "near");
            assertThat(near.get(key)).isEqualTo("near");
            // two seconds more for the node, whose clock ticks in whole ones; the rest is the machine's
            await().atMost(LIFE.plusSeconds(10)).until(() -> far.get(key) == null);
            proxy.accept();
            proxy.heal();
            awaitAll(far);
            assertThat(far.get(key)).as("far has had it invalidated").isNull();
            near.put(key, "last");
            assertThat(far.get(key)).isEqualTo("last");
        }
    }
}
