package io.flagstone.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class MeasurementTest {
    @Test
    void percentilesAreRightToOnePercent() {
        Latencies latencies = new Latencies();
        for (int micros = 1; micros <= 10_000; micros++) {
            latencies.record(micros * 1_000L);
        }
        assertThat(latencies.micros(50)).isCloseTo(5_000, Percentage.withPercentage(1));
        assertThat(latencies.micros(99)).isCloseTo(9_900, Percentage.withPercentage(1));
        assertThat(latencies.micros(99.9)).isCloseTo(9_990, Percentage.withPercentage(1));
    }

    @Test
    void latenciesOfTwoThreadsAddUp() {
        Latencies fast = new Latencies();
        Latencies slow = new Latencies();
        for (int i = 0; i < 900; i++) {
            fast.record(1_000);
        }
        for (int i = 0; i < 100; i++) {
            slow.record(1_000_000);
        }
        fast.add(slow);
        assertThat(fast.count()).isEqualTo(1_000);
        assertThat(fast.micros(89)).isCloseTo(1, Percentage.withPercentage(1));
        assertThat(fast.micros(91)).isCloseTo(1_000, Percentage.withPercentage(1));
    }

    @Test
    void noLatencyIsTooShortOrTooLong() {
        Latencies latencies = new Latencies();
        assertThat(latencies.micros(50)).isZero();
        latencies.record(-5);
        latencies.record(Long.MAX_VALUE);
        assertThat(latencies.count()).isEqualTo(2);
        assertThat(latencies.micros(100)).isCloseTo(60e6, Percentage.withPercentage(1));
    }

    @Test
    void theMedianIsTheMiddleOrTheMeanOfTheMiddleTwo() {
        assertThat(Measurement.median(rates(5, 1, 100)).perSecond()).isEqualTo(5);
        assertThat(Measurement.median(rates(1, 2, 4, 100)).perSecond()).isEqualTo(3);
        assertThatThrownBy(() -> Measurement.median(List.of())).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void missesAndErrorsAreAddedUp() {
        Measurement run = new Measurement(1, 1, 1, 1, 1, 1, 1, 3, 2);
        Measurement both = Measurement.median(List.of(run, run));
        assertThat(both.misses()).isEqualTo(6);
        assertThat(both.errors()).isEqualTo(4);
    }

    @Test
    void theRatioIsTakenRoundByRound() {
        // The machine slows down by and by: medians alone would be fooled by an odd round.
        assertThat(Measurement.ratio(rates(200, 100, 50), rates(100, 50, 25))).isEqualTo(2);
        assertThat(Measurement.ratio(rates(100, 10, 100), rates(100, 100, 100))).isEqualTo(1);
    }

    @Test
    void theSpreadIsRelativeToTheMedian() {
        assertThat(Measurement.spread(rates(90, 100, 110))).isCloseTo(0.2, within(1e-9));
    }

    @Test
    void aStopwatchDividesByEntriesAndTime() throws InterruptedException {
        Stopwatch stopwatch =
                new Stopwatch(OptionalLong.of(ProcessHandle.current().pid()));
        Thread.sleep(100);
        stopwatch.stop();
        Measurement measured = stopwatch.measured(1_000, new Latencies(), 7, 8);
        assertThat(measured.perSecond()).isBetween(1_000.0, 10_000.0);
        assertThat(measured.serverMicros()).isNotNegative();
        assertThat(measured.misses()).isEqualTo(7);
        assertThat(measured.errors()).isEqualTo(8);
        assertThat(new Stopwatch(OptionalLong.empty())
                        .measured(1, new Latencies(), 0, 0)
                        .serverMicros())
                .isNaN();
    }

    private static List<Measurement> rates(double... rates) {
        List<Measurement> runs = new ArrayList<>();
        for (double rate : rates) {
            runs.add(new Measurement(rate, 1, 2, 3, 4, 5, 6, 0, 0));
        }
        return runs;
    }
}
