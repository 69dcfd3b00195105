package io.flagstone.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OutputTest {
    private static final Measurement RUN = new Measurement(1234.5, 1, 20, 300, 4, Double.NaN, 0.5, 0, 0);

    @Test
    void cpuTimeIsReadWhateverTheProgramIsCalled() {
        String stat = "42 (a) b (c) S 1 2 3 4 5 6 7 8 9 10 150 50 0 0 20 0 1 0 100 200 300";
        assertThat(Cpu.parseStat(stat)).isEqualTo(2_000_000_000L);
        assertThat(Cpu.ofProcess(ProcessHandle.current().pid())).isPositive();
    }

    @Test
    void taskSetsRefusalIsTold() {
        assertThatThrownBy(() -> Cpu.pin(ProcessHandle.current().pid(), "no core"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("taskset");
    }

    @Test
    void everyRoundRunsEachArmOnceAndBeginsWithAnother() {
        assertThat(Rounds.order(3, 0)).containsExactly(0, 1, 2);
        assertThat(Rounds.order(3, 1)).containsExactly(1, 2, 0);
        assertThat(Rounds.order(3, 5)).containsExactly(2, 0, 1);
    }

    @Test
    void resultsOfRoundsAreKeptByArm() {
        List<List<Measurement>> results = Rounds.run(2, 3, arm -> new Measurement(arm, 0, 0, 0, 0, 0, 0, 0, 0));
        assertThat(results).hasSize(2);
        assertThat(results.get(1)).hasSize(3).allMatch(run -> run.perSecond() == 1);
    }

    @Test
    void aRunIsOneJsonObject(@TempDir Path directory) throws IOException {
        Path file = directory.resolve("runs");
        new JsonLines(file).append(Map.of("a\"b", "c\\d\n"), RUN);
        new JsonLines(file).append(Map.of(), RUN);
        assertThat(Files.readAllLines(file))
                .containsExactly(
                        "{\"a\\\"b\":\"c\\\\d\\u000a\",\"perSecond\":1234.500,\"p50Micros\":1.000,\"p99Micros\":20.000,"
                                + "\"p999Micros\":300.000,\"clientCpuMicros\":4.000,\"serverCpuMicros\":null,"
                                + "\"loadShare\":0.500,\"misses\":0,\"errors\":0}",
                        JsonLines.object(Map.of(), RUN));
    }

    @Test
    void theTableTellsRatiosSpreadMissesAndErrors() {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        Table table = new Table(new PrintStream(printed, true, StandardCharsets.UTF_8));
        Measurement twice = new Measurement(2469, 1, 20, 300, 4, 5, 0.5, 3, 1);
        table.header();
        table.rows("job", List.of("base", "other"), List.of(List.of(RUN, RUN), List.of(twice, twice)));
        assertThat(printed.toString(StandardCharsets.UTF_8).lines())
                .allMatch(line -> line.length() <= 110)
                .anyMatch(line -> line.matches("job +base +1235 +1\\.0 +20\\.0 +300 +4\\.0 +- +0\\.50 +1\\.00"))
                .anyMatch(line -> line.matches("job +other +2469 .* 2\\.00"))
                .contains("  6 misses, 2 errors", "  spread of runs: base 0 % other 0 %");
    }
}
