package io.flagstone.testkit.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class ServerProcessTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void aStockMemcachedAnswersOnItsPort() {
        try (ServerProcess server = StockMemcached.start("-m", "16")) {
            assertThat(server.stats())
                    .containsEntry("pid", "" + server.pid())
                    .containsEntry("limit_maxbytes", "" + 16 * 1024 * 1024);
            assertThat(server.hostAndPort()).isEqualTo("127.0.0.1:" + server.port());
        }
    }

    @Test
    void aKilledServerComesBackEmptyOnTheSamePort() throws IOException {
        try (ServerProcess server = StockMemcached.start("-m", "16")) {
            assertThat(ask(server, "set k 0 0 1\r\nv\r\n")).isEqualTo("STORED");
            long before = server.pid();
            server.kill9();
            assertThat(server.isAlive()).isFalse();
            server.restart();
            assertThat(server.pid()).isNotEqualTo(before);
            assertThat(ask(server, "get k\r\n")).isEqualTo("END");
        }
    }

    @Test
    void anotherProgramTakesThePortUntilTheServerIsRestarted() throws IOException {
        try (ServerProcess server = StockMemcached.start("-m", "16")) {
            assertThat(ask(server, "set k 0 0 1\r\nv\r\n")).isEqualTo("STORED");
            server.replaceBy(StockMemcached.command("127.0.0.1", "-m", "32"));
            assertThat(server.stats()).containsEntry("limit_maxbytes", "" + 32 * 1024 * 1024);
            assertThat(ask(server, "get k\r\n")).isEqualTo("END");
            server.restart();
            assertThat(server.stats()).containsEntry("limit_maxbytes", "" + 16 * 1024 * 1024);
        }
    }

    @Test
    void aStoppedServerAcceptsAndDoesNotAnswerUntilItIsResumed() throws IOException {
        try (ServerProcess server = StockMemcached.start("-m", "16");
                Socket socket = new Socket(server.address().getAddress(), server.port())) {
            server.stop();
            socket.setSoTimeout(200);
            socket.getOutputStream().write("version\r\n".getBytes(StandardCharsets.US_ASCII));
            assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketTimeoutException.class);
            server.resume();
            socket.setSoTimeout((int) LIMIT.toMillis());
            assertThat(socket.getInputStream().read()).isEqualTo('V');
        }
    }

    @Test
    void aStoppedServerCanBeKilled() {
        try (ServerProcess server = StockMemcached.start("-m", "16")) {
            server.stop();
            server.kill9();
            assertThat(server.isAlive()).isFalse();
            assertThatThrownBy(server::resume).isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void terminationIsOrderly() {
        try (ServerProcess server = StockMemcached.start("-m", "16")) {
            assertThat(server.terminate(LIMIT)).isZero();
        }
    }

    @Test
    void aServerThatRefusesItsOptionsIsReportedWithItsOwnWords() {
        assertThatThrownBy(() -> StockMemcached.start("--no-such-option"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("no-such-option");
    }

    @Test
    void aJavaNodeIsStartedWithItsClassPathAndOptions() {
        JvmCommand tiny = JvmCommand.of(TinyNode.class, "-m", "64");
        try (ServerProcess node = NodeProcess.start(tiny)) {
            assertThat(node.stats()).containsEntry("arguments", "-p " + node.port() + " -m 64");
        }
    }

    @Test
    void aJarWithoutTheNodeIsReported() {
        assertThatThrownBy(() -> NodeProcess.start("no-such.jar", "-m", "64"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(NodeProcess.MAIN);
    }

    @Test
    void aStrangerOnThePortIsNotTakenForOurServer() {
        AtomicInteger launches = new AtomicInteger();
        ServerCommand firstOnATakenPort = port -> {
            if (launches.getAndIncrement() == 0) {
                Thread stranger = new Thread(() -> TinyNode.serve(port, "stranger"));
                stranger.setDaemon(true);
                stranger.start();
                Awaitility.await().atMost(LIMIT).until(() -> !Ports.isFree(port));
            }
            return JvmCommand.of(TinyNode.class, "-p", "" + port).line();
        };
        try (ServerProcess server = ServerProcess.start("late", firstOnATakenPort)) {
            assertThat(server.stats()).containsEntry("pid", "" + server.pid());
        }
        assertThat(launches).hasValue(2);
    }

    @Test
    void freePortsAreBelowThoseOfOutgoingConnections() {
        Set<Integer> ports = new HashSet<>();
        for (int i = 0; i < 50; i++) {
            ports.add(Ports.free());
        }
        assertThat(ports).hasSizeGreaterThan(40).allMatch(port -> port >= 20_000 && port < 32_768);
    }

    private static String ask(ServerProcess server, String command) throws IOException {
        try (Socket socket = new Socket(server.address().getAddress(), server.port())) {
            socket.getOutputStream().write(command.getBytes(StandardCharsets.US_ASCII));
            InputStream input = socket.getInputStream();
            StringBuilder line = new StringBuilder();
            for (int b = input.read(); b != '\r'; b = input.read()) {
                line.append((char) b);
            }
            return line.toString();
        }
    }
}
