package io.flagstone.server.tool.top;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a row says follows from two readings and nothing else. */
class RowTest {
    private static Reading reading(long seconds, long probes, Object... namesAndNumbers) {
        Map<String, String> statistics = new HashMap<>(Map.of("pid", "1", "version", "1.6", "uptime", "" + seconds));
        for (int i = 0; i < namesAndNumbers.length; i += 2) {
            statistics.put(namesAndNumbers[i].toString(), namesAndNumbers[i + 1].toString());
        }
        return new Reading(seconds * 1_000_000_000, probes, statistics);
    }

    @Test
    void ratesArePerSecondAndTheProbesAreNotAmongThem() {
        Reading before = reading(10, 100, "cmd_get", 1000, "get_hits", 500, "cmd_set", 10, "delete_misses", 1);
        Reading after =
                reading(12, 140, "cmd_get", 1240, "get_hits", 650, "cmd_set", 30, "delete_misses", 2, "delete_hits", 3);
        Row row = Row.between("n", before, after, 0.001);
        assertThat(row.gets()).isEqualTo(100);
        assertThat(row.hitRatio()).isEqualTo(0.75);
        assertThat(row.sets()).isEqualTo(10);
        assertThat(row.deletes()).isEqualTo(2);
        assertThat(row.evictions()).isZero();
        assertThat(row.p99()).isEqualTo(0.001);
    }

    @Test
    void withoutRequestsThereIsNoHitRatio() {
        Row row = Row.between("n", reading(1, 0, "cmd_get", 5), reading(2, 20, "cmd_get", 25), 0);
        assertThat(row.gets()).isZero();
        assertThat(Columns.forPeople(row)).startsWith("n", "up", "-", "0", "0");
    }

    @Test
    void aNodeThatBeganAnewHasNoRatesUntilTheNextReading() {
        Reading before = reading(100, 0, "cmd_get", 5);
        Row row = Row.between("n", before, reading(101, 0, "cmd_get", 9, "pid", 2, "curr_connections", 3), 0);
        assertThat(row.gets()).isNaN();
        assertThat(row.connections()).isEqualTo(3);
        assertThat(Row.between("n", before, reading(101, 0, "cmd_get", 4), 0).gets())
                .isNaN();
        assertThat(Row.between("n", before, before, 0).gets()).isNaN();
    }

    @Test
    void theSumCountsNodesThatAreUpAndTakesTheSlowest() {
        Reading before = reading(1, 0);
        Row fast = Row.between(
                "a",
                before,
                reading(2, 0, "cmd_get", 10, "get_hits", 10, "bytes", 1, "limit_maxbytes", 10, "curr_connections", 2),
                0.002);
        Row slow = Row.between(
                "b",
                before,
                reading(2, 0, "cmd_get", 30, "bytes", 5, "limit_maxbytes", 10, "curr_connections", 3),
                0.004);
        Row sum = Row.sum(List.of(fast, slow, Row.unknown("c", "down")));
        assertThat(sum.state()).isEqualTo("2/3");
        assertThat(sum.gets()).isEqualTo(40);
        assertThat(sum.hitRatio()).isEqualTo(0.25);
        assertThat(sum.fill()).isCloseTo(0.3, within(1e-9));
        assertThat(sum.connections()).isEqualTo(5);
        assertThat(sum.p99()).isEqualTo(0.004);
        assertThat(Columns.forPrograms("t", sum)).hasSameSizeAs(Columns.FOR_PROGRAMS);
        assertThat(Columns.forPeople(sum)).hasSameSizeAs(Columns.FOR_PEOPLE);
    }

    @Test
    void nobodyUpIsNothingKnown() {
        Row sum = Row.sum(List.of(Row.unknown("a", "down")));
        assertThat(sum.state()).isEqualTo("0/1");
        assertThat(Columns.forPrograms("t", sum).subList(4, 14)).containsOnly("-");
    }

    @Test
    void of200ProbesTheThirdSlowestIsNotReached() {
        Probes probes = new Probes();
        assertThat(probes.p99()).isNaN();
        for (int i = 1; i <= Probes.KEPT; i++) {
            probes.add(i * 1000L);
        }
        assertThat(probes.p99()).isCloseTo(198e-6, within(1e-12));
        // Those that are older do not count any more.
        for (int i = 0; i < Probes.KEPT; i++) {
            probes.add(5000);
        }
        assertThat(probes.p99()).isCloseTo(5e-6, within(1e-12));
        assertThat(probes.taken()).isEqualTo(2 * Probes.KEPT);
    }
}
