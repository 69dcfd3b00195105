package io.flagstone.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.support.Ask;
import io.flagstone.server.support.Certificates;
import io.flagstone.server.support.Wire;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one client may take of the node has an end, and a client in order never meets it. */
class LimitsTest {
    private static final NodeOptions ANY = NodeOptions.defaults().withPort(0);
    private static final NodeOptions HASTY = ANY.with("request_timeout", "1");

    @Test
    void aRequestThatIsNotFinishedIsClosed() {
        List<String> halves = List.of(
                "get a",
                "g",
                "set a 0 0 10\r\n",
                "set a 0 0 10\r\n12345",
                "set a 0 0 10\r\n1234567890",
                "set a 0 0 10\r\n1234567890\r",
                "ms a 10\r\n123",
                "get k ",
                "mg a v",
                "set a 0 0 99999999\r\nxxx");
        byte[] set = Ask.set("a", "1234567890").bytes();
        List<byte[]> frames = List.of(
                Arrays.copyOf(set, 10),
                Arrays.copyOf(set, set.length - 5),
                Arrays.copyOf(Ask.set("a", "x".repeat(2_000_000)).bytes(), 1000));
        List<Wire> wires = new ArrayList<>();
        try (Node node = Node.start(HASTY);
                Wire other = new Wire(node.port())) {
            for (String half : halves) {
                Wire wire = new Wire(node.port());
                wires.add(wire);
                assertThat(wire.ask("mn")).isEqualTo("MN");
                wire.send(half);
            }
            for (byte[] frame : frames) {
                wires.add(new Wire(node.port()).send(frame));
            }
            wires.forEach(Wire::rest);
            String all = Integer.toString(wires.size());
            await().until(() -> all.equals(node.statistics().get("request_timeouts")));
            assertThat(other.ask("mn")).isEqualTo("MN");
            assertThat(node.statistics()).containsEntry("total_items", "0").containsEntry("faults", "0");
        } finally {
            wires.forEach(Wire::close);
        }
    }

    /** A value that arrives in many pieces is one request; a client between two requests has begun none. */
    @Test
    void whoGetsOnIsLeftAlone() {
        try (Node node = Node.start(HASTY);
                Wire idle = new Wire(node.port());
                Wire fresh = new Wire(node.port());
                Wire half = new Wire(node.port())) {
            assertThat(idle.ask("mn")).isEqualTo("MN");
            half.send("get a");
            half.rest();
            // By now a second has passed, with both of the others silent.
            assertThat(idle.ask("mn")).isEqualTo("MN");
            assertThat(fresh.ask("mn")).isEqualTo("MN");
            assertThat(node.statistics()).containsEntry("request_timeouts", "1");
        }
    }

    @Test
    void noLimitMeansNone() {
        try (Node node = Node.start(ANY.with("request_timeout", "0"));
                Wire wire = new Wire(node.port())) {
            wire.send("set a 0 0 1\r\n");
            assertThat(wire.send("x\r\n").line()).isEqualTo("STORED");
            assertThat(node.statistics()).doesNotContainKey("request_timeouts");
        }
    }

    @Test
    void aStrangerMustLogInSoon(@TempDir Path directory) {
        Path users = Certificates.write(directory.resolve("users"), "bob:secret\n");
        try (Node node = Node.start(HASTY.with("auth_file", users.toString()));
                Wire known = new Wire(node.port());
                Wire silent = new Wire(node.port());
                Wire busy = new Wire(node.port())) {
            assertThat(known.ask("set a 0 0 10\r\nbob secret")).isEqualTo("STORED");
            assertThat(busy.ask("mn")).isEqualTo("CLIENT_ERROR unauthenticated");
            assertThat(silent.isClosedByServer()).isTrue();
            assertThat(busy.isClosedByServer()).isTrue();
            assertThat(known.ask("mn")).isEqualTo("MN");
        }
    }

    @Test
    void anAddressHasSoManyConnections() {
        try (Node node = Node.start(ANY.with("max_connections_per_address", "2").withListenAddress("127.0.0.1"));
                Wire one = new Wire(node.port())) {
            Wire two = new Wire(node.port());
            assertThat(one.ask("mn") + two.ask("mn")).isEqualTo("MNMN");
            try (Wire three = new Wire(node.port())) {
                assertThat(three.line()).isEqualTo("ERROR Too many open connections");
                assertThat(three.isClosedByServer()).isTrue();
            }
            assertThat(node.statistics())
                    .containsEntry("rejected_by_address", "1")
                    .containsEntry("rejected_connections", "1")
                    .containsEntry("curr_connections", "2");
            two.close();
            await().until(() -> {
                try (Wire again = new Wire(node.port())) {
                    return again.ask("mn").equals("MN");
                }
            });
        }
    }

    @Test
    void nothingListensOnUdp() throws IOException {
        try (Node node = Node.start(ANY);
                DatagramSocket free = new DatagramSocket(new InetSocketAddress("127.0.0.1", node.port()))) {
            assertThat(free.getLocalPort()).isEqualTo(node.port());
        }
    }

    @Test
    void aGetHasSoManyKeys() {
        try (Node node = Node.start(ANY.with("max_keys_per_get", "3"));
                Wire wire = new Wire(node.port())) {
            assertThat(wire.talk("get a b c\r\nget a b c d\r\ngat 0 a b c d\r\ngets a\r\n"))
                    .isEqualTo("END\r\nCLIENT_ERROR too many keys\r\nCLIENT_ERROR too many keys\r\nEND\r\n");
        }
    }

    @Test
    void aPipelineHasALength() {
        try (Node node = Node.start(ANY.with("max_pipeline", "100"));
                Wire patient = new Wire(node.port());
                Wire hasty = new Wire(node.port())) {
            for (int i = 0; i < 5; i++) {
                assertThat(patient.talk("get a\r\n".repeat(50))).isEqualTo("END\r\n".repeat(50));
            }
            hasty.send("get a\r\n".repeat(5000));
            await().until(() -> "1".equals(node.statistics().get("pipeline_kicks")));
            assertThat(hasty.localPort()).isPositive();
            assertThat(patient.ask("mn")).isEqualTo("MN");
        }
    }
}
