package io.flagstone.server.internal.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.server.internal.metrics.Figures;
import io.flagstone.server.internal.observe.Happening;
import io.flagstone.server.internal.observe.Happenings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChangesTest {
    private static final Map<String, String> QUIET =
            Map.of("max_connections", "10", "limit_maxbytes", "67108864", "curr_items", "50000", "evictions", "7");

    private final Happenings happenings = new Happenings(() -> 0);

    private static Moment moment(Map<String, String> more, Map<String, String> settings) {
        Map<String, String> general = new HashMap<>(QUIET);
        general.putAll(more);
        return new Moment(0, new Figures(general), settings);
    }

    private List<String> told(Map<String, String> before, Map<String, String> now) {
        new Changes(happenings).compare(moment(before, Map.of()), moment(now, Map.of()));
        return happenings.latest().stream().map(Happening::text).toList();
    }

    @Test
    void whatDoesNotChangeIsNotTold() {
        assertThat(told(Map.of(), Map.of())).isEmpty();
    }

    @Test
    void refusalsFailuresAndFlushesAreTold() {
        assertThat(told(
                        Map.of(),
                        Map.of(
                                "rejected_connections", "1",
                                "rejected_logins", "3",
                                "store_no_memory", "2",
                                "store_too_large", "1",
                                "cmd_flush", "1",
                                "faults", "1")))
                .containsExactlyInAnyOrder(
                        "connections were turned away at the limit of 10",
                        "somebody tried too many wrong passwords",
                        "items could not be stored for lack of memory",
                        "items were refused for their size",
                        "flush_all",
                        "something failed by our fault; the log says where");
    }

    @Test
    void aFewEvictionsAreNoStormAndManyAre() {
        assertThat(told(Map.of(), Map.of("evictions", "506"))).isEmpty();
        assertThat(told(Map.of(), Map.of("evictions", "507")))
                .containsExactly("more than 1 % of all items were evicted within 5 s");
    }

    @Test
    void theFirstEvictionIsTold() {
        assertThat(told(Map.of("evictions", "0"), Map.of("evictions", "1")))
                .containsExactly("memory is full: the first items were evicted");
    }

    @Test
    void aResetIsToldAndNothingThatItFeigns() {
        assertThat(told(Map.of("cmd_get", "5", "cmd_flush", "0"), Map.of("cmd_get", "0", "cmd_flush", "3")))
                .containsExactly("the statistics were reset");
    }

    @Test
    void settingsThatChangeAreToldWithBothValues() {
        new Changes(happenings)
                .compare(
                        moment(Map.of(), Map.of("slab_automove", "1")),
                        moment(Map.of("limit_maxbytes", "134217728"), Map.of("slab_automove", "0")));
        assertThat(happenings.latest())
                .extracting(Happening::text)
                .containsExactlyInAnyOrder(
                        "slab_automove was changed from 1 to 0", "memory for items was changed from 64 to 128 MiB");
    }
}
