package io.flagstone.server;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.support.Wire;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that send what nobody should, or come in too great a number. */
class BadClientsTest {
    private static final NodeOptions ANY = NodeOptions.defaults().withPort(0);

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void noiseHarmsNobodyElse(long seed) {
        Random random = new Random(seed);
        try (Node node = Node.start(ANY);
                Wire good = new Wire(node.port())) {
            for (int i = 0; i < 40; i++) {
                try (Wire bad = new Wire(node.port())) {
                    bad.send(noise(random));
                    bad.shutdownOutput();
                    bad.rest();
                } catch (UncheckedIOException e) {
                    // The node may hang up while the noise is still being sent.
                }
                assertThat(good.ask("mn")).isEqualTo("MN");
            }
            assertThat(node.statistics()).containsEntry("faults", "0");
            assertThat(good.talk("set a 0 0 1\r\nx\r\nget a\r\n")).isEqualTo("STORED\r\nVALUE a 0 1\r\nx\r\nEND\r\n");
        }
    }

    /** Random bytes, with enough of the protocol's words among them to get past the door. */
    private static byte[] noise(Random random) {
        String[] words = {
            "get ",
            "set ",
            "mg ",
            "ms ",
            "ma ",
            "md ",
            "me ",
            " 0",
            " 5",
            "\r\n",
            "\n",
            " ",
            "b",
            " T",
            " C",
            "q",
            "noreply",
            "stats ",
            "lru_crawler ",
            "metadump ",
            "incr ",
            "gat ",
            "cas ",
            "-1",
            "99999999999999999999",
            "=="
        };
        StringBuilder noise = new StringBuilder();
        while (noise.length() < 4000) {
            if (random.nextInt(4) == 0) {
                noise.append((char) random.nextInt(256));
            } else {
                noise.append(words[random.nextInt(words.length)]);
            }
        }
        return Wire.bytes(noise.toString());
    }

    @Test
    void oneConnectionTooManyIsToldSoAndClosed() {
        try (Node node = Node.start(ANY.withMaxConnections(3))) {
            List<Wire> wires = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                Wire wire = new Wire(node.port());
                assertThat(wire.ask("mn")).isEqualTo("MN");
                wires.add(wire);
            }
            try (Wire fourth = new Wire(node.port())) {
                assertThat(fourth.line()).isEqualTo("ERROR Too many open connections");
                assertThat(fourth.isClosedByServer()).isTrue();
            }
            assertThat(node.statistics())
                    .containsEntry("rejected_connections", "1")
                    .containsEntry("curr_connections", "3");
            wires.remove(0).close();
            await().atMost(5, SECONDS)
                    .until(() -> String.valueOf(node.statistics().get("curr_connections"))
                            .equals("2"));
            try (Wire next = new Wire(node.port())) {
                assertThat(next.ask("mn")).isEqualTo("MN");
            }
            wires.forEach(Wire::close);
        }
    }

    @Test
    void aSilentConnectionIsClosedWhenThatIsWanted() {
        try (Node node = Node.start(ANY.with("idle_timeout", "1"));
                Wire wire = new Wire(node.port())) {
            assertThat(wire.ask("mn")).isEqualTo("MN");
            assertThat(wire.isClosedByServer()).isTrue();
            assertThat(node.statistics()).containsEntry("idle_kicks", "1");
        }
    }

    @Test
    void commandsThatWereSwitchedOffAreRefused() {
        try (Node node = Node.start(ANY.with("flush_enabled", "no").with("dump_enabled", "no"));
                Wire wire = new Wire(node.port())) {
            assertThat(wire.ask("flush_all")).isEqualTo("CLIENT_ERROR flush_all not allowed");
            assertThat(wire.ask("lru_crawler metadump all")).isEqualTo("ERROR metadump not allowed");
            assertThat(wire.ask("lru_crawler mgdump all")).isEqualTo("ERROR key dump not allowed");
            assertThat(wire.ask("shutdown")).isEqualTo("SERVER_ERROR: shutdown not enabled");
        }
    }

    @Test
    void oneConnectionDoesNotKeepTheOthersWaiting() {
        try (Node node = Node.start(ANY.withThreads(1).with("reqs_per_event", "10"));
                Wire busy = new Wire(node.port());
                Wire other = new Wire(node.port())) {
            busy.send("mn\r\n".repeat(20_000));
            assertThat(other.ask("mn")).isEqualTo("MN");
            for (int i = 0; i < 20_000; i++) {
                assertThat(busy.line()).isEqualTo("MN");
            }
            assertThat(Long.parseLong(node.statistics().get("conn_yields"))).isPositive();
        }
    }

    @Test
    void withoutCasEverythingElseWorks() {
        try (Node node = Node.start(ANY.withCas(false));
                Wire wire = new Wire(node.port())) {
            assertThat(wire.talk("set a 3 0 2\r\n15\r\ngets a\r\nincr a 1\r\nme a\r\n"))
                    .startsWith(
                            "STORED\r\nVALUE a 3 2 0\r\n15\r\nEND\r\n16\r\nME a exp=-1 la=0 cas=0 fetch=yes cls=1 size=58");
        }
    }
}
