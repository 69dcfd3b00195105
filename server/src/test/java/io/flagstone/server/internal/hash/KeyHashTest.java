package io.flagstone.server.internal.hash;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.server.store.KeyHash;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyHashTest {
    private static final int KEYS = 1 << 18;
    private static final int BUCKETS = 1 << 12;

    private static List<KeyHash> hashes(long seed) {
        return List.of(new FoldedHashProvider().create(seed), new Murmur3HashProvider().create(seed));
    }

    private static int hash(KeyHash hash, String key) {
        byte[] bytes = key.getBytes(StandardCharsets.ISO_8859_1);
        return hash.hash(bytes, 0, bytes.length);
    }

    @Test
    void itDoesNotMatterWhereAKeyStands() {
        Random random = new Random(5);
        for (KeyHash hash : hashes(11)) {
            for (int length = 1; length <= 250; length++) {
                byte[] key = new byte[length];
                random.nextBytes(key);
                byte[] elsewhere = new byte[length + 37];
                random.nextBytes(elsewhere);
                System.arraycopy(key, 0, elsewhere, 13, length);
                assertThat(hash.hash(elsewhere, 13, length)).isEqualTo(hash.hash(key, 0, length));
            }
        }
    }

    /** Chi-squared over buckets taken from the upper and from the lower bits, both of which the index uses. */
    @Test
    void similarKeysSpreadEvenly() {
        for (KeyHash hash : hashes(99)) {
            int[] upper = new int[BUCKETS];
            int[] lower = new int[BUCKETS];
            for (int i = 0; i < KEYS; i++) {
                int value = hash(hash, "user:session:" + i);
                upper[value >>> 20]++;
                lower[value & BUCKETS - 1]++;
            }
            assertThat(chiSquared(upper)).isBetween(BUCKETS * 0.9, BUCKETS * 1.1);
            assertThat(chiSquared(lower)).isBetween(BUCKETS * 0.9, BUCKETS * 1.1);
        }
    }

    private static double chiSquared(int[] counts) {
        double expected = (double) KEYS / BUCKETS;
        return Arrays.stream(counts)
                .mapToDouble(count -> (count - expected) * (count - expected) / expected)
                .sum();
    }

    @Test
    void everyBitOfAKeyMatters() {
        Random random = new Random(6);
        KeyHash hash = new FoldedHashProvider().create(1);
        for (int length = 1; length <= 60; length++) {
            byte[] key = new byte[length];
            random.nextBytes(key);
            int before = hash.hash(key, 0, length);
            for (int bit = 0; bit < length * 8; bit++) {
                key[bit / 8] ^= (byte) (1 << bit % 8);
                assertThat(hash.hash(key, 0, length))
                        .as("length %d, bit %d", length, bit)
                        .isNotEqualTo(before);
                key[bit / 8] ^= (byte) (1 << bit % 8);
            }
        }
    }

    @Test
    void seedsMakeDifferentHashes() {
        for (int which = 0; which < 2; which++) {
            KeyHash one = hashes(1).get(which);
            KeyHash other = hashes(2).get(which);
            int same = 0;
            for (int i = 0; i < 1000; i++) {
                same += hash(one, "key" + i) == hash(other, "key" + i) ? 1 : 0;
            }
            assertThat(same).isLessThan(3);
        }
    }

    @Test
    void murmur3MatchesItsReferenceValues() {
        KeyHash hash = new Murmur3HashProvider().create(0);
        assertThat(hash(hash, "hello")).isEqualTo(0x248bfa47);
        assertThat(hash(hash, "hello, world")).isEqualTo(0x149bbb7f);
        assertThat(hash(hash, "The quick brown fox jumps over the lazy dog.")).isEqualTo(0xd5c48bfc);
    }
}
