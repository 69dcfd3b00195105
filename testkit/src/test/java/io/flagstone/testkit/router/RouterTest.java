package io.flagstone.testkit.router;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flagstone.testkit.process.ServerProcess;
import io.flagstone.testkit.process.StockMemcached;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RouterTest {

    private static final Duration PATIENCE = Duration.ofMillis(400);
    private static final int KEYS = 40;

    private final List<ServerProcess> nodes =
            List.of(StockMemcached.start("-m", "8"), StockMemcached.start("-m", "8"), StockMemcached.start("-m", "8"));

    @AfterEach
    void end() {
        nodes.forEach(ServerProcess::close);
    }

    /** What a client says, and what it hears. */
    private static final class Client implements AutoCloseable {

        private final Socket socket;
        private final BufferedReader in;

        Client(Router router) throws IOException {
            String[] place = router.hostAndPort().split(":");
            socket = new Socket(place[0], Integer.parseInt(place[1]));
            socket.setSoTimeout(5_000);
            in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
        }

        void say(String text) throws IOException {
            OutputStream out = socket.getOutputStream();
            out.write(text.replace("\n", "\r\n").getBytes(US_ASCII));
            out.flush();
        }

        String hear() throws IOException {
            return in.readLine();
        }

        String ask(String text) throws IOException {
            say(text);
            return hear();
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private Router steady() {
        return Router.steady(nodes.stream().map(ServerProcess::address).toList(), PATIENCE);
    }

    private static String keyOf(Router router, int node) {
        for (int i = 0; ; i++) {
            if (router.nodeOf("key" + i) == node) {
                return "key" + i;
            }
        }
    }

    @Test
    void keysGoToTheirNodesAndAnswersComeInOrder() throws IOException {
        try (Router router = steady();
                Client client = new Client(router)) {
            StringBuilder all = new StringBuilder();
            for (int i = 0; i < KEYS; i++) {
                all.append("ms k").append(i).append(" 2\nv").append(i % 10).append('\n');
                all.append("mg k").append(i).append(" v O").append(i).append('\n');
            }
            client.say(all + "mn\nversion\n");
            for (int i = 0; i < KEYS; i++) {
                assertThat(client.hear()).isEqualTo("HD");
                assertThat(client.hear()).isEqualTo("VA 2 O" + i);
                assertThat(client.hear()).isEqualTo("v" + i % 10);
            }
            assertThat(client.hear()).isEqualTo("MN");
            assertThat(client.hear()).isEqualTo("ERROR");
            assertThat(nodes)
                    .allSatisfy(node -> assertThat(node.stats().get("curr_items"))
                            .isNotEqualTo("0")
                            .isNotEqualTo("" + KEYS));
        }
    }

    @Test
    void aClientKeepsItsConnectionWhileANodeIsRestarted() throws IOException {
        try (Router router = steady();
                Client client = new Client(router)) {
            String key = keyOf(router, 1);
            assertThat(client.ask("ms " + key + " 1 c\nx\n")).startsWith("HD c");
            nodes.get(1).kill9();
            assertThat(client.ask("mg " + key + " v\n")).startsWith("SERVER_ERROR router: ");
            nodes.get(1).restart();
            assertThat(client.ask("mg " + key + " v\n")).isEqualTo("EN");
            assertThat(router.accepted()).isEqualTo(1);
        }
    }

    @Test
    void whatASilentNodeWasSentIsAnErrorAndMayStillHappen() throws IOException {
        try (Router router = steady();
                Client client = new Client(router)) {
            String key = keyOf(router, 2);
            nodes.get(2).stop();
            assertThat(client.ask("ms " + key + " 1\nx\n")).contains("did not answer in time");
            nodes.get(2).resume();
            await().until(() -> "VA 1".equals(client.ask("mg " + key + " v\n")) && "x".equals(client.hear()));
        }
    }

    @Test
    void whereItFailsOverAnotherNodeTakesTheKey() throws IOException {
        try (Router router = Router.failingOver(
                        nodes.stream().map(ServerProcess::address).toList(), PATIENCE);
                Client client = new Client(router)) {
            String key = keyOf(router, 0);
            nodes.get(0).kill9();
            assertThat(client.ask("ms " + key + " 1\nx\n")).isEqualTo("HD");
            assertThat(nodes.get(1).stats()).containsEntry("curr_items", "1");
        }
    }

    @Test
    void whatFailsMayBeDoneLater() throws IOException {
        try (Router router = steady();
                Client client = new Client(router)) {
            router.fail(line -> line.startsWith("ms k "));
            assertThat(client.ask("ms k 1\nx\n")).startsWith("SERVER_ERROR router: ");
            assertThat(client.ask("mg k v\n")).isEqualTo("EN");
            router.release();
            await().until(() -> "VA 1".equals(client.ask("mg k v\n")) && "x".equals(client.hear()));
        }
    }

    @Test
    void whatIsHeldBackIsOvertakenByOthers() throws IOException {
        try (Router router = steady();
                Client client = new Client(router);
                Client other = new Client(router)) {
            router.hold(line -> line.startsWith("mg k "));
            client.say("mg k v\n");
            await().until(() -> router.heldBack() == 1);
            assertThat(other.ask("ms k 1\ny\n")).isEqualTo("HD");
            router.release();
            assertThat(client.hear()).isEqualTo("VA 1");
        }
    }
}
