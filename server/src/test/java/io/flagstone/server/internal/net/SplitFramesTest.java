package io.flagstone.server.internal.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.server.support.Ask;
import io.flagstone.server.support.FrameMaker;
import io.flagstone.server.support.Wire;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers to binary requests do not depend on where the network cuts them. */
class SplitFramesTest {
    private static final byte[] EVERYTHING = Ask.bytes(
            Ask.store(0x01, "a", "abc", 5, 0),
            Ask.get("a"),
            Ask.of(0x09, "b"),
            Ask.of(0x0c, "b"),
            Ask.store(0x11, "b", "wxyz", 0, 90).withOpaque(-1),
            Ask.join(0x0e, "a", "de"),
            Ask.join(0x1a, "a", ""),
            Ask.of(0x0d, "a"),
            Ask.count(0x05, "n", 1, 5, 0),
            Ask.count(0x16, "n", 2, 5, 0),
            Ask.timed(0x23, "n", 10),
            Ask.set("big", "v".repeat(700)),
            Ask.get("big"),
            Ask.of(0x55, "unknown").withValue("skipped whole"),
            Ask.store(0x02, "c", "x".repeat(30), 0, 0).withCas(99),
            Ask.of(0x14, "a"),
            Ask.of(0x10, "reset"),
            Ask.noop(),
            Ask.of(0x00, "k".repeat(300)));

    private static String answer(byte[] frames, int... cuts) {
        return SplitInputTest.answer(frames, cuts);
    }

    @Test
    void aCutAnywhereChangesNothing() {
        String whole = answer(EVERYTHING);
        assertThat(whole).contains("v".repeat(700), "Unknown command").endsWith("Invalid arguments");
        for (int cut = 1; cut < EVERYTHING.length; cut++) {
            assertThat(answer(EVERYTHING, cut)).as("cut at %d", cut).isEqualTo(whole);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void byteByByteIsLikeAllAtOnce(long seed) {
        byte[] frames = Ask.bytes(new FrameMaker(seed, true).make(30));
        int[] everywhere = new int[frames.length - 1];
        for (int i = 0; i < everywhere.length; i++) {
            everywhere[i] = i + 1;
        }
        assertThat(answer(frames, everywhere)).isEqualTo(answer(frames));
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void randomPiecesAreLikeAllAtOnce(long seed) {
        Random random = new Random(seed);
        byte[] frames = Ask.bytes(new FrameMaker(seed, true).make(400));
        String whole = answer(frames);
        for (int round = 0; round < 5; round++) {
            int[] cuts = random.ints(1 + random.nextInt(200), 1, frames.length)
                    .sorted()
                    .toArray();
            assertThat(answer(frames, cuts)).isEqualTo(whole);
        }
    }

    /** A cut inside a value, and behind it a megabyte in one go. */
    @Test
    void aLongValueArrivesInPiecesOfAnySize() {
        byte[] frames = Ask.bytes(Ask.set("a", "v".repeat(1_000_000)), Ask.get("a"), Ask.noop());
        String whole = answer(frames);
        assertThat(whole).contains("v".repeat(1_000_000));
        assertThat(answer(frames, 10, 40, 65_536, 65_537, 400_000, frames.length - 30))
                .isEqualTo(whole);
        assertThat(Wire.bytes(whole)).hasSize(24 + 24 + 4 + 1_000_000 + 24);
    }
}
