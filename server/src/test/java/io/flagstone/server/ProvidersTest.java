package io.flagstone.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.store.KeyHash;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProvidersTest {
    private static long ofOneKey(KeyHash hash) {
        byte[] key = "key".getBytes(StandardCharsets.US_ASCII);
        return hash.hash(key, 0, key.length);
    }

    @ParameterizedTest
    @ValueSource(strings = {"folded", "murmur3"})
    void noTwoNodesHaveTheSameHashSoThatKeysWhichCollideCannotBePrepared(String name) {
        NodeOptions options = NodeOptions.defaults().with("hash_algorithm", name);

        assertThat(IntStream.range(0, 64)
                        .mapToLong(i -> ofOneKey(Providers.keyHash(options)))
                        .distinct()
                        .count())
                .isGreaterThan(60);
    }
}
