package io.flagstone.bench.cache;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.bench.measure.Measurement;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CheckedValueTest {
    @Test
    void aValueIsRightForItsKeyAndSizeOnly() {
        for (int size : new int[] {CheckedValue.LEAST_SIZE, 100, 10_240}) {
            byte[] value = CheckedValue.of(7, size, new SplittableRandom(1));
            assertThat(CheckedValue.isRight(value, 7, size)).isTrue();
            assertThat(CheckedValue.isRight(value, 8, size)).isFalse();
            assertThat(CheckedValue.isRight(Arrays.copyOf(value, size - 1), 7, size))
                    .isFalse();
            assertThat(CheckedValue.isRight(new byte[0], 7, size)).isFalse();
        }
    }

    @Test
    void aValueWithAnyByteChangedIsWrong() {
        byte[] value = CheckedValue.of(7, 100, new SplittableRandom(1));
        for (int i = 0; i < value.length; i++) {
            value[i] ^= 1;
            assertThat(CheckedValue.isRight(value, 7, 100)).as("byte %d", i).isFalse();
            value[i] ^= 1;
        }
    }

    @Test
    void noTwoValuesOfAKeyAreAlike() {
        SplittableRandom random = new SplittableRandom(1);
        assertThat(CheckedValue.of(7, 100, random)).isNotEqualTo(CheckedValue.of(7, 100, random));
    }

    @Test
    void jobsAndFiguresSurviveTheWayToAnotherJvm() {
        CacheJob job = new CacheJob(CacheWorkload.GETALL, 100, 8, 500, Duration.ofMillis(250), Duration.ofSeconds(2));
        assertThat(CacheJob.ofWords(("run " + job.words()).split(" ", -1), 1)).isEqualTo(job);
        Measurement run = new Measurement(1.5, 2, 3, 4.25, 5, Double.NaN, 0.5, 6, 7);
        assertThat(Worker.ofWords(Worker.words(run))).isEqualTo(run);
    }

    @Test
    void countersAreTakenOnceForAllSizes() {
        CacheJob.Times times = new CacheJob.Times(Duration.ZERO, Duration.ofSeconds(1));
        List<CacheJob> jobs = CacheJob.combinations(
                List.of(CacheWorkload.GET, CacheWorkload.INVOKE), List.of(100, 1_024, 10_240), List.of(1, 8), 0, times);
        assertThat(jobs).hasSize(3 * 2 + 2).doesNotHaveDuplicates();
        assertThat(CacheJob.defaultKeys(10_240)).isEqualTo(3_276);
    }
}
