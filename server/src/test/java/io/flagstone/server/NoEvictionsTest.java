package io.flagstone.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.support.Wire;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** With {@code -M}, what was stored stays: no page is moved at the expense of items, whoever wants it. */
class NoEvictionsTest {
    private static final String LARGE = "x".repeat(200_000);

    @Test
    void aClassThatCannotStoreTakesNoPageFromItemsThatAreKept() {
        NodeOptions options =
                NodeOptions.defaults().withPort(0).with("mem_size", "8m").withEvictions(false);
        try (Node node = Node.start(options);
                Wire wire = new Wire(node.port())) {
            List<String> stored = new ArrayList<>();
            for (int i = 0;
                    wire.ask("set large" + i + " 0 0 200000\r\n" + LARGE).equals("STORED");
                    i++) {
                stored.add("large" + i);
            }
            long begin = System.nanoTime();
            long looks = juggles(node);
            // More than the one page that their class may take beyond the limit.
            StringBuilder small = new StringBuilder();
            for (int i = 0; i < 30_000; i++) {
                small.append("set small").append(i).append(" 0 0 1 noreply\r\nx\r\n");
            }
            // While requests go on failing, the maintainer comes by, who would move pages, and looks at all of them
            // once a
            // second.
            await().pollInterval(Duration.ofMillis(50)).until(() -> {
                wire.talk(small.toString());
                return juggles(node) > looks + 20 && System.nanoTime() - begin > 1_500_000_000L;
            });
            assertThat(node.statistics()).containsEntry("evictions", "0").containsEntry("slabs_moved", "0");
            assertThat(stored)
                    .hasSizeGreaterThan(30)
                    .allMatch(key -> wire.ask("mg " + key).equals("HD"));
        }
    }

    private static long juggles(Node node) {
        return Long.parseLong(node.statistics().get("lru_maintainer_juggles"));
    }
}
