package io.flagstone.server.internal.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flagstone.server.config.ListenAddress;
import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.internal.door.Terms;
import io.flagstone.server.internal.metrics.Figures;
import io.flagstone.server.internal.observe.Happening;
import io.flagstone.server.internal.observe.Happenings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FleetTest {
    private static final String HOST = "127.0.0.1";

    private static final Terms OPEN = FleetTerms.of(NodeOptions.defaults());

    private final Happenings happenings = new Happenings(() -> 0);

    /** A node that says this to everybody, over and over when it is told to. */
    private static ServerSocket node(String text, boolean forever) throws IOException {
        ServerSocket door = new ServerSocket(0, 5, InetAddress.getByName(HOST));
        Thread thread = new Thread(() -> {
            while (!door.isClosed()) {
                try (Socket client = door.accept()) {
                    do {
                        client.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
                    } while (forever);
                    client.getInputStream().readAllBytes();
                } catch (IOException e) {
                    // The client has seen enough, or the test has.
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
        return door;
    }

    private Fleet fleet(int... ports) {
        List<ListenAddress> listed = java.util.Arrays.stream(ports)
                .mapToObj(port -> new ListenAddress(HOST, port))
                .toList();
        return new Fleet(listed, List.of(new InetSocketAddress(HOST, 1)), OPEN, happenings, Runnable::run);
    }

    private static String trouble(Fleet fleet) {
        fleet.ask();
        return fleet.nodes().get(0).look().trouble();
    }

    @Test
    void anotherNodeIsShownWithWhatItSays() throws IOException {
        try (ServerSocket other =
                node("STAT curr_items 30\r\nSTAT bytes 3000\r\nSTAT limit_maxbytes 300\r\nEND\r\n", false)) {
            Fleet fleet = fleet(other.getLocalPort());
            assertThat(trouble(fleet)).isEmpty();
            Json json = new Json().open('{');
            Figures own = new Figures(Map.of("curr_items", "10", "bytes", "1000", "limit_maxbytes", "100"));
            new FleetShares(fleet).write(json, "here:1", own, 5, 0);
            assertThat(json.close('}').toString())
                    .contains(
                            "{\"name\":\"here:1\",\"self\":true,\"trouble\":\"\",\"items\":10,\"bytes\":1000,\"limit\":100")
                    .contains("\"requests\":5,\"evictions\":0,\"fair\":0.2500}")
                    .contains("\"self\":false,\"trouble\":\"\",\"items\":30,\"bytes\":3000,\"limit\":300")
                    .contains("\"requests\":null,\"evictions\":null,\"fair\":0.7500}");
        }
    }

    @Test
    void whoDoesNotAnswerHasNoShare() throws IOException {
        int port;
        try (ServerSocket gone = new ServerSocket(0, 1, InetAddress.getByName(HOST))) {
            port = gone.getLocalPort();
        }
        assertThat(trouble(fleet(port))).isEqualTo("it cannot be reached");
    }

    @Test
    void whoSaysSomethingElseOrNeverEndsIsLeftAlone() throws IOException {
        for (String text : List.of("ERROR\r\n", "HTTP/1.1 200 OK\r\n", "STAT\r\n", "x".repeat(5000))) {
            try (ServerSocket stranger = node(text, false)) {
                assertThat(trouble(fleet(stranger.getLocalPort()))).isEqualTo("it tells no statistics");
            }
        }
        try (ServerSocket endless = node("STAT a 1\r\n", true)) {
            assertThat(trouble(fleet(endless.getLocalPort()))).isEqualTo("its statistics have no end");
        }
    }

    @Test
    void whoComesAndGoesIsAnEvent() throws IOException {
        ServerSocket other = node("END\r\n", false);
        Fleet fleet = fleet(other.getLocalPort());
        assertThat(trouble(fleet)).isEmpty();
        other.close();
        // The thread that was accepting may be the one that closes it in the end.
        await().until(() -> !trouble(fleet).isEmpty());
        String name = HOST + ":" + other.getLocalPort();
        assertThat(happenings.latest().stream().map(Happening::text))
                .containsExactly(name + " does not answer: it cannot be reached", name + " answers");
    }

    @Test
    void theNodeItselfMayBeInTheList() {
        assertThat(fleet(1, 2).nodes()).extracting(FleetNode::name).containsExactly(HOST + ":2");
        List<ListenAddress> listed = List.of(new ListenAddress("localhost", 7), new ListenAddress(HOST, 8));
        Fleet everywhere =
                new Fleet(listed, List.of(new InetSocketAddress("0.0.0.0", 7)), OPEN, happenings, Runnable::run);
        assertThat(everywhere.nodes()).extracting(FleetNode::name).containsExactly(HOST + ":8");
    }
}
