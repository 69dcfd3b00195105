package io.flagstone.provider.internal.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.flagstone.provider.config.CacheOptions;
import io.flagstone.provider.config.FailurePolicy;
import io.flagstone.provider.config.LinkOptions;
import io.flagstone.provider.config.LinkOptions.Detection;
import io.flagstone.provider.failure.NodeUnavailable;
import io.flagstone.provider.internal.cache.FlagstoneCache;
import io.flagstone.provider.testing.FakeNode;
import io.flagstone.provider.testing.TestClient;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A node that was away takes up reads little by little, where that is configured. */
@Timeout(60)
class RampedReadsTest {

    private static final LinkOptions RAMPED =
            TestClient.PATIENT.with(new Detection(50, Duration.ZERO, Duration.ofHours(1)));

    private final FakeNode node = new FakeNode();
    private final TestClient client = new TestClient(RAMPED, node);
    private final FlagstoneCache<String, String> strict = client.cache(TestClient.strings());
    private final FlagstoneCache<String, String> lenient =
            client.cache(TestClient.strings(), CacheOptions.DEFAULTS.withFailure(FailurePolicy.MISS));
    private final Map<String, String> entries = new HashMap<>();

    @AfterEach
    void close() {
        client.close();
        node.close();
    }

    private void goAwayAndComeBack() {
        for (int i = 0; i < 400; i++) {
            entries.put("k" + i, "v" + i);
        }
        strict.putAll(entries);
        node.stop();
        Keys keys = new Keys(client);
        keys.awaitDown();
        node.start();
        keys.getWhenUp("k");
    }

    @Test
    void mostReadsAreMissesForTheTimeBeingAndNoneIsWrong() {
        goAwayAndComeBack();
        Map<String, String> found = lenient.getAll(entries.keySet());
        assertThat(found.size()).isBetween(10, 100);
        assertThat(entries).containsAllEntriesOf(found);
    }

    @Test
    void mostReadsFailWhereMissesAreNotWanted() {
        goAwayAndComeBack();
        assertThatThrownBy(() -> strict.getAll(entries.keySet()))
                .isInstanceOf(NodeUnavailable.class)
                .hasMessageContaining("flagstone.read-ramp");
        assertThatThrownBy(() -> entries.keySet().forEach(strict::containsKey)).isInstanceOf(NodeUnavailable.class);
        assertThatThrownBy(() -> entries.keySet().forEach(strict::get)).isInstanceOf(NodeUnavailable.class);
    }

    @Test
    void noChangeIsTurnedAway() {
        goAwayAndComeBack();
        for (String key : entries.keySet()) {
            assertThat(strict.replace(key, entries.get(key), "new")).isTrue();
        }
        assertThat(strict.getAndPut("k1", "newer")).isEqualTo("new");
        strict.removeAll(entries.keySet());
        assertThat(strict.putIfAbsent("k1", "again")).isTrue();
    }

    @Test
    void aNodeThatWasNotAwayGetsAllReads() {
        entries.put("k", "v");
        strict.putAll(entries);
        node.breakConnections();
        await().until(() -> node.connected() > 0);
        for (int i = 0; i < 100; i++) {
            assertThat(strict.get("k")).isEqualTo("v");
        }
    }
}
