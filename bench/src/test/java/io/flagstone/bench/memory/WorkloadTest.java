package io.flagstone.bench.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkloadTest {
    @Test
    void sizesAreSpreadEvenlyOverTheirLogarithmsAndBelongToTheBlock() {
        Sizes sizes = new Sizes(7, 100, 10_000);
        int[] drawn = sizes.ofFirst(20_000);
        assertThat(drawn).isEqualTo(sizes.ofFirst(20_000));
        assertThat(Arrays.stream(drawn).min().orElseThrow()).isGreaterThanOrEqualTo(100);
        assertThat(Arrays.stream(drawn).max().orElseThrow()).isLessThanOrEqualTo(10_000);
        long below = Arrays.stream(drawn).filter(size -> size < 1_000).count();
        assertThat(below).isCloseTo(10_000L, within(500L));
        assertThat(new Sizes(8, 100, 10_000).ofFirst(20_000)).isNotEqualTo(drawn);
    }

    @Test
    void zipfDrawsTheFirstAsOftenAsItsLawSays() {
        Zipf zipf = new Zipf(1_000, 1);
        SplittableRandom random = new SplittableRandom(1);
        int[] drawn = new int[1_000];
        for (int i = 0; i < 100_000; i++) {
            drawn[zipf.next(random)]++;
        }
        double harmonic = 7.4855;
        assertThat((double) drawn[0]).isCloseTo(100_000 / harmonic, within(500.0));
        assertThat((double) drawn[9]).isCloseTo(10_000 / harmonic, within(200.0));
    }

    @Test
    void blocksCountOnceHoweverOftenTheyAreAskedFor() {
        Workload workload = new Workload("w", new int[] {0, 1, 0, 0}, new int[] {100, 200, 5_000});
        assertThat(workload.totalBytes()).isEqualTo(100 + 200 + 2 * 66);
        assertThat((double) workload.scaled(3).totalBytes()).isCloseTo(3.0 * workload.totalBytes(), within(2.0));
    }

    @Test
    void requestsEndWhereTheirBytesWouldBeTooMany() {
        Workload workload = new Workload("w", new int[] {0, 1, 0, 0}, new int[] {100, 200});
        assertThat(workload.limitedTo(400).requests()).containsExactly(0, 1, 0);
        assertThat(workload.limitedTo(500)).isSameAs(workload);
    }

    @Test
    void whatIsGeneratedDependsOnTheSeedAlone() {
        List<Workload> all = new Generated(3).all();
        List<Workload> again = new Generated(3).all();
        for (int i = 0; i < all.size(); i++) {
            assertThat(all.get(i).requests()).isEqualTo(again.get(i).requests());
            assertThat(Arrays.stream(all.get(i).requests()).max().orElseThrow())
                    .as(all.get(i).name())
                    .isLessThan(all.get(i).sizes().length);
        }
        assertThat(new Generated(4).all().get(0).requests())
                .isNotEqualTo(all.get(0).requests());
    }

    @Test
    void tracesAreReadPlainOrPackedAndOtherLinesSkipped(@TempDir Path directory) throws IOException {
        byte[] lines = "7\n8\n*\n\n7\n9".getBytes(StandardCharsets.US_ASCII);
        Files.write(directory.resolve("plain.trace"), lines);
        try (OutputStream packed = new GZIPOutputStream(Files.newOutputStream(directory.resolve("packed.trace.gz")))) {
            packed.write(lines);
        }
        Files.writeString(directory.resolve("README"), "no trace");
        List<Workload> traces = Traces.in(directory, Sizes.usual(1));
        assertThat(traces).extracting(Workload::name).containsExactly("packed", "plain");
        assertThat(traces).allSatisfy(trace -> {
            assertThat(trace.requests()).containsExactly(0, 1, 0, 2);
            assertThat(trace.sizes()).hasSize(3);
        });
    }

    @Test
    void anEmptyTraceIsRefused(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("empty.trace"), "*\n");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Traces.in(directory, Sizes.usual(1)))
                .withMessageContaining("no block numbers");
    }

    @Test
    void aMedianMayFallShortByTheWiderSpread() {
        Shares first = shares(0.50, 0.52, 0.51);
        assertThat(shares(0.49, 0.50, 0.48).isNoLessThan(first)).isTrue();
        assertThat(shares(0.48, 0.48, 0.49).isNoLessThan(first)).isFalse();
    }

    private static Shares shares(double... all) {
        Shares shares = new Shares();
        for (double share : all) {
            shares.add(share);
        }
        return shares;
    }
}
