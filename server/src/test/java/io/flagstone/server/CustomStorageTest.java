package io.flagstone.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.support.Normal;
import io.flagstone.server.support.ScriptMaker;
import io.flagstone.server.support.Wire;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An engine and a hash that users bring along, chosen by name and driven over TCP. */
class CustomStorageTest {
    private static final NodeOptions ANY = NodeOptions.defaults().withPort(0);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void anEngineOfOnesOwnAnswersLikeTheDefault(long seed) {
        try (Node custom = Node.start(ANY.withStorageEngine("heap"));
                Node usual = Node.start(ANY);
                Wire one = new Wire(custom.port());
                Wire other = new Wire(usual.port())) {
            String script = new ScriptMaker(seed).make(500);
            assertThat(Normal.form(one.talk(script))).isEqualTo(Normal.form(other.talk(script)));
        }
    }

    @Test
    void anEngineOfOnesOwnServesLargeValuesAndDumps() {
        try (Node node = Node.start(ANY.withStorageEngine("heap"));
                Wire wire = new Wire(node.port())) {
            String value = "v".repeat(3_000_000);
            assertThat(wire.talk("set a 0 0 3000000\r\n" + value + "\r\nget a\r\n"))
                    .isEqualTo("STORED\r\nVALUE a 0 3000000\r\n" + value + "\r\nEND\r\n");
            assertThat(wire.askUntil("lru_crawler mgdump hash", "EN")).isEqualTo("OK\r\nmg a\r\nEN\r\n");
            assertThat(wire.askUntil("stats slabs", "END")).isEqualTo("END\r\n");
            assertThat(node.statistics()).containsEntry("curr_items", "1");
            assertThat(wire.ask("cache_memlimit 64")).startsWith("MEMLIMIT_ADJUST_FAILED");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"length", "murmur3"})
    void aHashOnlyDecidesHowFastThingsAreFound(String hash) {
        try (Node custom = Node.start(ANY.withKeyHash(hash));
                Node usual = Node.start(ANY);
                Wire one = new Wire(custom.port());
                Wire other = new Wire(usual.port())) {
            StringBuilder script = new StringBuilder(new ScriptMaker(77).make(300));
            for (int i = 0; i < 3000; i++) {
                script.append("ms key")
                        .append(i)
                        .append(" 4 q\r\n")
                        .append(1000 + i)
                        .append("\r\n");
            }
            for (int i = 0; i < 3000; i += 7) {
                script.append("md key")
                        .append(i)
                        .append("\r\nget key")
                        .append(i + 1)
                        .append("\r\n");
            }
            String text = script.toString();
            assertThat(Normal.form(one.talk(text))).isEqualTo(Normal.form(other.talk(text)));
        }
    }
}
