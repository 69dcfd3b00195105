package io.flagstone.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.testkit.process.ServerProcess;
import io.flagstone.testkit.process.StockMemcached;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FaultProxyTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final int QUIET_MILLIS = 150;

    private EchoServer server;
    private FaultProxy proxy;
    private Socket client;

    @SuppressWarnings("NullAway.Init")
    FaultProxyTest() {}

    @BeforeEach
    void open() throws IOException {
        server = new EchoServer();
        proxy = FaultProxy.to(server.address(), 1);
        client = connect();
    }

    @AfterEach
    void close() throws IOException {
        client.close();
        proxy.close();
        server.close();
    }

    @Test
    void withoutFaultsAllBytesPassUnchanged() throws IOException, InterruptedException {
        byte[] much = new byte[1_000_000];
        new Random(1).nextBytes(much);
        Thread sender = new Thread(() -> send(client, much));
        sender.start();
        assertThat(client.getInputStream().readNBytes(much.length)).isEqualTo(much);
        sender.join();
    }

    @Test
    void theEndOfTheStreamIsPassedOn() throws IOException {
        send(client, "last");
        client.shutdownOutput();
        assertThat(new String(client.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .isEqualTo("last");
        Awaitility.await().atMost(LIMIT).until(() -> server.ended.get() == 1);
    }

    @Test
    void roundTripsAreCountedOverAllConnections() throws IOException {
        try (Socket another = connect()) {
            for (int i = 0; i < 3; i++) {
                send(client, "several bytes in one go");
                receive(client, "several bytes in one go".length());
                send(another, "x");
                receive(another, 1);
            }
        }
        assertThat(proxy.roundTrips()).isEqualTo(6);
    }

    @Test
    void eachDirectionIsDelayedByItself() throws IOException {
        proxy.delay(Direction.TO_CLIENT, Duration.ofMillis(200), Duration.ZERO);
        long begun = System.nanoTime();
        send(client, "x");
        Awaitility.await().atMost(LIMIT).pollInterval(Duration.ofMillis(1)).until(() -> server.received.get() == 1);
        assertThat(receive(client, 1)).isEqualTo("x");
        assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(200_000_000L);

        proxy.heal();
        proxy.delay(Direction.TO_SERVER, Duration.ofMillis(200), Duration.ZERO);
        send(client, "y");
        assertThat(server.received.get()).isEqualTo(1);
        assertThat(receive(client, 1)).isEqualTo("y");
    }

    @Test
    void aDelayDoesNotNarrowTheStream() throws IOException, InterruptedException {
        proxy.delay(Direction.TO_SERVER, Duration.ofMillis(100), Duration.ZERO);
        long begun = System.nanoTime();
        for (int i = 0; i < 40; i++) {
            send(client, "x");
            Thread.sleep(5);
        }
        receive(client, 40);
        // One after the other they would have taken four seconds.
        assertThat(System.nanoTime() - begun).isBetween(300_000_000L, 3_000_000_000L);
    }

    @Test
    void jitterKeepsTheOrder() throws IOException, InterruptedException {
        proxy.delay(Direction.TO_SERVER, Duration.ZERO, Duration.ofMillis(20));
        proxy.delay(Direction.TO_CLIENT, Duration.ZERO, Duration.ofMillis(20));
        StringBuilder sent = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            send(client, "" + i % 10);
            sent.append(i % 10);
            Thread.sleep(1);
        }
        assertThat(receive(client, 100)).isEqualTo(sent.toString());
    }

    @Test
    void jitterLetsConnectionsOvertakeEachOther() throws Exception {
        try (Socket another = connect()) {
            proxy.delay(Direction.TO_CLIENT, Duration.ZERO, Duration.ofMillis(60));
            int overtaken = 0;
            for (int i = 0; i < 40; i++) {
                CompletableFuture<Long> first = arrival(client);
                CompletableFuture<Long> second = arrival(another);
                send(client, "a");
                send(another, "b");
                overtaken += second.get() < first.get() ? 1 : 0;
            }
            assertThat(overtaken).isBetween(1, 39);
        }
    }

    /** On a thread of its own: two that shared one would hear of the first first. */
    private static CompletableFuture<Long> arrival(Socket socket) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        receive(socket, 1);
                        return System.nanoTime();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                work -> new Thread(work).start());
    }

    @Test
    void whatIsLostIsSentAgainAndWhatIsBehindItWaits() throws IOException {
        proxy.lose(Direction.TO_SERVER, 1, Duration.ofMillis(150));
        long begun = System.nanoTime();
        send(client, "lost");
        Awaitility.await().atMost(LIMIT).until(() -> server.received.get() == 4);
        assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(150_000_000L);
        proxy.lose(Direction.TO_SERVER, 0, Duration.ZERO);
        send(client, " and behind");
        assertThat(receive(client, 15)).isEqualTo("lost and behind");
        assertThatThrownBy(() -> proxy.lose(Direction.TO_SERVER, 1.1, Duration.ZERO))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aBlackHoleAnswersNobodyAndLetsWhatItHeldGoOnAfterwards() throws IOException {
        send(client, "x");
        receive(client, 1);
        proxy.blackHole();
        send(client, "anybody?");
        assertSilent(client);
        // a few more may find room in the queue, where nobody hears them
        List<Socket> waiting = new ArrayList<>();
        int unanswered = 0;
        while (unanswered == 0) {
            assertThat(waiting.size()).isLessThan(20);
            Socket stranger = new Socket();
            waiting.add(stranger);
            try {
                stranger.connect(proxy.address(), QUIET_MILLIS);
            } catch (SocketTimeoutException expected) {
                unanswered++;
            }
        }
        proxy.heal();
        assertThat(receive(client, 8)).isEqualTo("anybody?");
        try (Socket another = connect()) {
            send(another, "y");
            assertThat(receive(another, 1)).isEqualTo("y");
        }
        for (Socket socket : waiting) {
            socket.close();
        }
    }

    @Test
    void aBlackHoleForRequestsLosesThemAndTellsNobody() throws IOException {
        proxy.swallow(Direction.TO_SERVER);
        send(client, "lost");
        assertSilent(client);
        assertThat(server.received.get()).isZero();
        proxy.heal();
        send(client, "found");
        assertThat(receive(client, 5)).isEqualTo("found");
    }

    @Test
    void aBlackHoleForRepliesLetsRequestsTakeEffect() throws IOException {
        proxy.swallow(Direction.TO_CLIENT);
        send(client, "done");
        Awaitility.await().atMost(LIMIT).until(() -> server.received.get() == 4);
        assertSilent(client);
    }

    @Test
    void whatIsHeldArrivesWhenTheProxyHeals() throws IOException {
        proxy.hold(Direction.TO_SERVER);
        send(client, "late");
        assertSilent(client);
        assertThat(server.received.get()).isZero();
        proxy.heal();
        assertThat(receive(client, 4)).isEqualTo("late");
    }

    @Test
    void aCutResetsBothSides() throws IOException {
        send(client, "x");
        receive(client, 1);
        proxy.cut();
        assertThatThrownBy(() -> receive(client, 1)).isInstanceOf(SocketException.class);
        Awaitility.await().atMost(LIMIT).until(() -> server.broken.get() == 1);
        try (Socket another = connect()) {
            send(another, "y");
            assertThat(receive(another, 1)).isEqualTo("y");
        }
    }

    @Test
    void aConnectionHalfOpenIsSilentForTheClient() throws IOException {
        send(client, "x");
        receive(client, 1);
        proxy.cutOnly(Direction.TO_SERVER);
        Awaitility.await().atMost(LIMIT).until(() -> server.broken.get() == 1);
        send(client, "anybody?");
        assertSilent(client);
    }

    @Test
    void aConnectionHalfOpenStaysOpenForTheServer() throws IOException {
        send(client, "x");
        receive(client, 1);
        proxy.cutOnly(Direction.TO_CLIENT);
        assertThatThrownBy(() -> receive(client, 1)).isInstanceOf(SocketException.class);
        assertThat(server.broken.get() + server.ended.get()).isZero();
    }

    @Test
    void aSlowDripComesByteByByte() throws IOException {
        proxy.drip(Direction.TO_CLIENT, 100);
        long begun = System.nanoTime();
        send(client, "0123456789012345678901234");
        assertThat(receive(client, 25)).isEqualTo("0123456789012345678901234");
        assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(240_000_000L);
        assertThatThrownBy(() -> proxy.drip(Direction.TO_CLIENT, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aReplyIsResetInTheMiddleOnce() throws IOException {
        proxy.resetAfter(Direction.TO_CLIENT, 3);
        send(client, "0123456789");
        assertThat(receive(client, 3)).isEqualTo("012");
        assertThatThrownBy(() -> receive(client, 1)).isInstanceOf(SocketException.class);
        assertThat(server.received.get()).isEqualTo(10);
        try (Socket another = connect()) {
            send(another, "0123456789");
            assertThat(receive(another, 10)).isEqualTo("0123456789");
        }
    }

    @Test
    void connectionsAreRefusedAndThenAcceptedOnTheSamePort() throws IOException {
        send(client, "x");
        receive(client, 1);
        proxy.refuse();
        assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
        send(client, "y");
        assertThat(receive(client, 1)).isEqualTo("y");
        proxy.heal();
        try (Socket another = connect()) {
            send(another, "z");
            assertThat(receive(another, 1)).isEqualTo("z");
        }
    }

    @Test
    void aServerThatIsGoneIsPassedOnAsAClosedConnection() throws IOException {
        server.close();
        try (Socket another = connect()) {
            int end;
            try {
                end = another.getInputStream().read();
            } catch (SocketException reset) {
                end = -1;
            }
            assertThat(end).isEqualTo(-1);
        }
    }

    @Test
    void mischiefIsTheSameForTheSameSeedAndEndsWithHealing() throws IOException {
        List<String> once = new ArrayList<>();
        List<String> again = new ArrayList<>();
        Mischief first = new Mischief(proxy, 42);
        Mischief second = new Mischief(proxy, 42);
        for (int i = 0; i < 40; i++) {
            once.add(first.next());
        }
        for (int i = 0; i < 40; i++) {
            again.add(second.next());
        }
        assertThat(once).isEqualTo(again);
        assertThat(String.join("\n", once))
                .contains(
                        "delay",
                        "hold",
                        "swallow",
                        "drip",
                        "reset",
                        "cut",
                        "cut only",
                        "refuse",
                        "lose",
                        "black",
                        "nothing");
        proxy.heal();
        try (Socket another = connect()) {
            send(another, "well");
            assertThat(receive(another, 4)).isEqualTo("well");
        }
    }

    @Test
    void aRealServerIsServedThroughIt() throws IOException {
        String expected = "STORED\r\nVALUE k 0 1\r\nv\r\nEND\r\n";
        try (ServerProcess memcached = StockMemcached.start("-m", "16");
                FaultProxy before = FaultProxy.to(memcached.address(), 1);
                Socket socket = connect(before)) {
            send(socket, "set k 0 0 1\r\nv\r\nget k\r\n");
            assertThat(receive(socket, expected.length())).isEqualTo(expected);
            assertThat(before.hostAndPort()).endsWith(":" + before.address().getPort());
        }
    }

    private Socket connect() throws IOException {
        return connect(proxy);
    }

    private static Socket connect(FaultProxy proxy) throws IOException {
        Socket socket = new Socket(proxy.address().getAddress(), proxy.address().getPort());
        socket.setSoTimeout((int) LIMIT.toMillis());
        socket.setTcpNoDelay(true);
        return socket;
    }

    private static void assertSilent(Socket socket) throws IOException {
        socket.setSoTimeout(QUIET_MILLIS);
        assertThatThrownBy(() -> receive(socket, 1)).isInstanceOf(SocketTimeoutException.class);
        socket.setSoTimeout((int) LIMIT.toMillis());
    }

    private static void send(Socket socket, String text) {
        send(socket, text.getBytes(StandardCharsets.UTF_8));
    }

    private static void send(Socket socket, byte[] bytes) {
        try {
            socket.getOutputStream().write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String receive(Socket socket, int bytes) throws IOException {
        return new String(socket.getInputStream().readNBytes(bytes), StandardCharsets.UTF_8);
    }
}
