package io.flagstone.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.support.Names;
import io.flagstone.server.support.Wire;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Every name of memcached's in each part of {@code stats} is there, in memcached's order; the node's own come last. */
class StatisticsNamesTest {
    private static final Node NODE =
            Node.start(NodeOptions.defaults().withPort(0).with("temporary_ttl", "61"));
    private static final Wire WIRE = new Wire(NODE.port());

    @BeforeAll
    static void store() {
        // With so little to live that it goes to TEMP, which has a line of its own while it is not empty.
        assertThat(WIRE.ask("set a 0 30 1\r\nx")).isEqualTo("STORED");
    }

    @AfterAll
    static void close() {
        WIRE.close();
        NODE.close();
    }

    /** The names with this in front, and without it. */
    private static List<String> names(String command, String prefix) {
        String start = "STAT " + prefix;
        return WIRE.askUntil(command, "END")
                .lines()
                .filter(line -> line.startsWith(start))
                .map(line -> line.substring(start.length(), line.indexOf(' ', start.length())))
                .toList();
    }

    @Test
    void theGeneralOnes() {
        List<String> expected = Names.of("general");
        assertThat(names("stats", "").subList(0, expected.size()))
                .isEqualTo(expected)
                .hasSize(93);
    }

    @Test
    void theSettings() {
        List<String> expected = Names.of("settings");
        assertThat(names("stats settings", "").subList(0, expected.size())).isEqualTo(expected);
    }

    @Test
    void thoseOfItems() {
        assertThat(names("stats items", "items:1:")).isEqualTo(Names.of("items"));
    }

    @Test
    void thoseOfSlabs() {
        assertThat(names("stats slabs", "1:")).isEqualTo(Names.of("slabs"));
        assertThat(names("stats slabs", "")).contains("active_slabs", "total_malloced");
    }

    @Test
    void thoseOfConnections() {
        List<String> ids = names("stats conns", "").stream()
                .map(name -> name.substring(0, name.indexOf(':') + 1))
                .distinct()
                .toList();
        assertThat(ids).hasSize(2);
        assertThat(names("stats conns", ids.get(0))).containsExactly("addr", "state", "secs_since_last_cmd");
        assertThat(names("stats conns", ids.get(1)))
                .containsExactly("addr", "listen_addr", "state", "secs_since_last_cmd");
    }
}
