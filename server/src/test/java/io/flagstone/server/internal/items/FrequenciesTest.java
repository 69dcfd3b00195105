package io.flagstone.server.internal.items;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class FrequenciesTest {
    private final Frequencies frequencies = new Frequencies(8 << 20);

    private void note(int hash, int times) {
        for (int i = 0; i < times; i++) {
            frequencies.note(hash);
        }
    }

    @Test
    void aKeyIsKnownAsOftenAsItWasNotedUpToFifteen() {
        note(1, 1);
        note(2, 7);
        note(3, 100);
        assertThat(frequencies.of(0)).isZero();
        assertThat(frequencies.of(1)).isEqualTo(1);
        assertThat(frequencies.of(2)).isEqualTo(7);
        assertThat(frequencies.of(3)).isEqualTo(15);
    }

    @Test
    void halvingHalvesEveryCount() {
        Random random = new Random(1);
        int[] hashes = random.ints(200).toArray();
        for (int i = 0; i < hashes.length; i++) {
            note(hashes[i], i % 16);
        }
        int[] before = new int[hashes.length];
        for (int i = 0; i < hashes.length; i++) {
            before[i] = frequencies.of(hashes[i]);
        }
        frequencies.halve();
        for (int i = 0; i < hashes.length; i++) {
            assertThat(frequencies.of(hashes[i])).isEqualTo(before[i] / 2);
        }
    }

    /** The smallest table has 131,072 counters; 10,000 keys take four each. */
    @Test
    void countsAreNeverTooLowAndSeldomTooHigh() {
        Random random = new Random(2);
        int[] hashes = random.ints(10_000).toArray();
        for (int i = 0; i < hashes.length; i++) {
            note(hashes[i], 1 + i % 4);
        }
        int wrong = 0;
        for (int i = 0; i < hashes.length; i++) {
            int told = frequencies.of(hashes[i]);
            assertThat(told).isGreaterThanOrEqualTo(1 + i % 4);
            wrong += told > 1 + i % 4 ? 1 : 0;
        }
        assertThat(wrong).isLessThan(200);
    }

    @Test
    void theTableGrowsWithTheMemoryWithinItsBounds() {
        assertThat(Frequencies.bytesFor(1 << 20)).isEqualTo(1 << 16);
        assertThat(Frequencies.bytesFor(64 << 20)).isEqualTo(1 << 20);
        assertThat(Frequencies.bytesFor(100L << 20)).isEqualTo(1 << 20);
        assertThat(Frequencies.bytesFor(1L << 40)).isEqualTo(1 << 26);
        assertThat(new Frequencies(64 << 20).size()).isEqualTo(1 << 21);
    }
}
