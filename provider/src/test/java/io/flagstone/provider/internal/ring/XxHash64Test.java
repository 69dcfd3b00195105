package io.flagstone.provider.internal.ring;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.Random;
import net.jpountz.xxhash.XXHashFactory;
import org.junit.jupiter.api.Test;

/** The hash is XXH64: all clients, in whatever language, place keys alike. */
class XxHash64Test {

    @Test
    void theHashIsThatOfThePublishedVectors() {
        Map<String, Long> hashOf = Map.of(
                "", 0xEF46DB3751D8E999L,
                "a", 0xD24EC4F1A98C6E5BL,
                "abc", 0x44BC2CF5AD770999L);
        hashOf.forEach((text, hash) ->
                assertThat(XxHash64.hash(text.getBytes(US_ASCII))).isEqualTo(hash));
    }

    @Test
    void theHashIsThatOfAnotherImplementationAtEveryLengthAndOffset() {
        var reference = XXHashFactory.safeInstance().hash64();
        byte[] bytes = new byte[1_100];
        new Random(64).nextBytes(bytes);
        for (int length = 0; length <= 1_000; length++) {
            int offset = length % 100;
            assertThat(XxHash64.hash(bytes, offset, length))
                    .as("%d bytes from %d", length, offset)
                    .isEqualTo(reference.hash(bytes, offset, length, 0));
        }
    }

    @Test
    void mixingANumberDependsOnBothAndIsTheSameEverywhere() {
        Random random = new Random(3);
        for (int i = 0; i < 1_000; i++) {
            long hash = random.nextLong();
            long number = random.nextLong();
            assertThat(XxHash64.mix(hash, number))
                    .isEqualTo(XxHash64.mix(hash, number))
                    .isNotEqualTo(XxHash64.mix(hash, number + 1))
                    .isNotEqualTo(XxHash64.mix(hash + 1, number));
        }
        byte[] eight = ByteBuffer.allocate(8)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(42)
                .array();
        // what the hash does with eight bytes, from its starting point for them
        assertThat(XxHash64.mix(0x27D4EB2F165667C5L + 8, 42)).isEqualTo(XxHash64.hash(eight));
    }
}
