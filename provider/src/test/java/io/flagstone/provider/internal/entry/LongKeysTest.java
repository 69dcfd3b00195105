package io.flagstone.provider.internal.entry;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.provider.internal.cache.FlagstoneCache;
import io.flagstone.provider.testing.FakeNode;
import io.flagstone.provider.testing.TestClient;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Keys that do not fit on the wire are entries like all others, and never take one for another. */
class LongKeysTest {

    private final FakeNode node = new FakeNode();
    private final TestClient client = new TestClient(TestClient.PATIENT, node);
    private final FlagstoneCache<String, String> cache = client.cache(TestClient.strings());

    @AfterEach
    void close() {
        cache.close();
        client.close();
        node.close();
    }

    private List<String> entries() {
        return node.items().keys().stream().filter(key -> !key.endsWith(":gen")).toList();
    }

    private static String key(int length, char last) {
        return "x".repeat(length - 1) + last;
    }

    @Test
    void everyLengthOfKeyFitsOnTheWireAndComesBack() {
        List<String> keys = new ArrayList<>();
        for (int length = 1; length <= 260; length++) {
            keys.add(key(length, 'y'));
        }
        keys.add(key(60_000, 'y'));
        keys.forEach(key -> cache.put(key, "v" + key.length()));
        assertThat(entries())
                .hasSize(keys.size())
                .allSatisfy(wire -> assertThat(wire.length()).isLessThanOrEqualTo(250));
        assertThat(keys).allSatisfy(key -> assertThat(cache.get(key)).isEqualTo("v" + key.length()));
        List<String> walked = new ArrayList<>();
        cache.forEach(entry -> walked.add(entry.getKey()));
        assertThat(walked).containsExactlyInAnyOrderElementsOf(keys);
    }

    @Test
    void theEntryOfAnotherKeyUnderMyDigestIsAMissForEveryCall() {
        String mine = key(300, 'm');
        String other = key(300, 'o');
        cache.put(mine, "mine");
        String wire = entries().get(0);
        byte[] foreign = Envelope.live(
                ("s" + other).getBytes(java.nio.charset.StandardCharsets.US_ASCII),
                new io.flagstone.provider.codec.Payload(
                        1, io.flagstone.provider.config.Compression.NONE, 3, java.nio.ByteBuffer.wrap(new byte[] {
                            'S', 1, 'o'
                        })),
                Expiry.NEVER,
                false);
        node.items().put(wire, foreign, FlagsHint.NONE);
        assertThat(cache.get(mine)).isNull();
        assertThat(cache.containsKey(mine)).isFalse();
        assertThat(cache.replace(mine, "x")).isFalse();
        assertThat(cache.remove(mine, "o")).isFalse();
        assertThat(cache.putIfAbsent(mine, "again")).isTrue();
        assertThat(cache.get(mine)).isEqualTo("again");
    }
}
