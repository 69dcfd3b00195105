package io.flagstone.bench.placement;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlacementBenchTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    private int bench(String... args) {
        printed.reset();
        return PlacementBench.execute(new PrintStream(printed, true, StandardCharsets.UTF_8), args);
    }

    private List<String> lines() {
        return printed.toString(StandardCharsets.UTF_8).lines().toList();
    }

    @Test
    void everyPlacementHasARowSlotsMoveNothingNeedlesslyAndADeadNodesLoadIsEven() {
        int status =
                bench("--keys", "20000", "--dead-keys", "200000", "--lists", "2", "--nodes", "3,10", "--passes", "5");
        assertThat(status).as("%s", lines()).isZero();
        assertThat(lines()).hasSize(1 + 2 * 6);
        List<String> slots = List.of(lines().get(7).trim().split("\\s+"));
        assertThat(slots).hasSize(16).startsWith("slots", "10");
        assertThat(number(slots, "max/mean")).isBetween(1.0, 1.2);
        assertThat(number(slots, "leave %")).isBetween(8.0, 12.0);
        assertThat(slots.get(5)).isEqualTo("0.000");
        assertThat(number(slots, "after")).isBetween(1.0, 1.2);
        assertThat(slots.get(11)).isEqualTo("0.000");
        assertThat(number(slots, "dead")).isBetween(1.0, 1.1);
    }

    private double number(List<String> row, String column) {
        List<String> columns = List.of(lines().get(0).trim().split("\\s{2,}|(?<=\\S) (?=[a-z]+/)"));
        return Double.parseDouble(row.get(columns.indexOf(column)));
    }

    @Test
    void wrongArgumentsAreNamed() {
        assertThat(bench("--keys", "0")).isEqualTo(2);
        assertThat(bench("--dead-keys", "0")).isEqualTo(2);
        assertThat(bench("--nodes", "1")).isEqualTo(2);
        assertThat(bench("--lists", "0")).isEqualTo(2);
        assertThat(bench("--passes", "none")).isEqualTo(2);
    }
}
