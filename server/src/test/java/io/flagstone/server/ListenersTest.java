package io.flagstone.server;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.config.OptionException;
import io.flagstone.server.support.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Scanner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where a node can be reached, and how many may come. */
class ListenersTest {
    private static final NodeOptions ANY = NodeOptions.defaults().withPort(0);

    @TempDir
    Path directory;

    private Path socket() {
        return directory.resolve("node.sock");
    }

    private NodeOptions unix() {
        return ANY.with("unix_socket", socket().toString());
    }

    /** Sends a command to the socket and answers the first lines. */
    private static List<String> ask(Path path, String command, int lines) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            // A write may end early although the channel blocks: when the system has other work for this thread, such
            // as the end
            // of a ring of io_uring that it once opened.
            ByteBuffer request = ByteBuffer.wrap((command + "\r\n").getBytes(US_ASCII));
            while (request.hasRemaining()) {
                channel.write(request);
            }
            Scanner scanner = new Scanner(Channels.newInputStream(channel), US_ASCII);
            List<String> answer = new ArrayList<>();
            for (int i = 0; i < lines; i++) {
                answer.add(scanner.nextLine());
            }
            return answer;
        }
    }

    @ParameterizedTest
    @MethodSource("io.flagstone.server.support.Transports#available")
    void aUnixSocketServesInPlaceOfTcp(String transport) throws IOException {
        try (Node node = Node.start(unix().with("transport", transport).with("unix_mask", "750"))) {
            String value = "v".repeat(500_000);
            assertThat(ask(socket(), "set a 0 0 500000\r\n" + value + "\r\nget a", 4))
                    .containsExactly("STORED", "VALUE a 0 500000", value, "END");
            assertThat(Files.getPosixFilePermissions(socket())).isEqualTo(PosixFilePermissions.fromString("rwxr-x---"));
            assertThat(node.addresses()).isEmpty();
            assertThatThrownBy(node::address).isInstanceOf(IllegalStateException.class);
            assertThat(ask(socket(), "stats settings", 10))
                    .contains("STAT inter NULL", "STAT domain_socket " + socket(), "STAT umask 750");
            assertThat(ask(socket(), "stats conns", 6))
                    .containsSubsequence("STAT 3:addr unix:" + socket(), "STAT 3:state conn_listening")
                    .anyMatch(line -> line.endsWith(":listen_addr unix:" + socket()));
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void nobodyElseMayUseAUnixSocketUnlessToldOtherwise() throws IOException {
        try (Node node = Node.start(unix())) {
            assertThat(node.addresses()).isEmpty();
            assertThat(Files.getPosixFilePermissions(socket())).isEqualTo(PosixFilePermissions.fromString("rwx------"));
        }
    }

    @Test
    void watchersSeeThatAConnectionIsLocal() throws IOException {
        try (Node node = Node.start(unix());
                SocketChannel watcher = SocketChannel.open(UnixDomainSocketAddress.of(socket()))) {
            assertThat(node.addresses()).isEmpty();
            watcher.write(ByteBuffer.wrap("watch connevents\r\n".getBytes(US_ASCII)));
            Scanner lines = new Scanner(Channels.newInputStream(watcher), US_ASCII);
            assertThat(lines.nextLine()).isEqualTo("OK");
            ask(socket(), "mn", 1);
            assertThat(lines.nextLine())
                    .matches("ts=\\S+ gid=\\d+ type=conn_new rip=unix rport=0 transport=local cfd=\\d+");
            assertThat(lines.nextLine()).contains("type=conn_close rip=unix rport=0 transport=local reason=normal ");
        }
    }

    @Test
    void aSocketThatWasLeftBehindIsReplacedAndAnythingElseIsNot() throws IOException {
        try (ServerSocketChannel left = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
            left.bind(UnixDomainSocketAddress.of(socket()));
            assertThatThrownBy(() -> Node.start(unix()))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasRootCauseMessage("somebody is listening there");
        }
        assertThat(Files.exists(socket())).isTrue();
        try (Node node = Node.start(unix())) {
            assertThat(node.addresses()).isEmpty();
            assertThat(ask(socket(), "mn", 1)).containsExactly("MN");
        }
        Files.writeString(socket(), "precious");
        assertThatThrownBy(() -> Node.start(unix()))
                .isInstanceOf(UncheckedIOException.class)
                .hasRootCauseMessage("there is something else in its place");
        assertThat(socket()).hasContent("precious");
    }

    @Test
    void aNodeListensOnSeveralAddresses() {
        try (Node node = Node.start(ANY.withListenAddress("127.0.0.1:0,127.0.0.2, 127.0.0.3:0"))) {
            List<InetSocketAddress> addresses = node.addresses();
            assertThat(addresses)
                    .extracting(address -> address.getAddress().getHostAddress())
                    .containsExactly("127.0.0.1", "127.0.0.2", "127.0.0.3");
            try (Wire wire = new Wire(node.port())) {
                assertThat(wire.askUntil("stats conns", "END"))
                        .contains(
                                ":addr tcp:127.0.0.2:" + addresses.get(1).getPort() + "\r\n",
                                ":addr tcp:127.0.0.3:" + addresses.get(2).getPort() + "\r\n");
            }
        }
    }

    @Test
    void oneBadAddressAmongManyLeavesNothingOpen() {
        try (Node first = Node.start(ANY)) {
            assertThatThrownBy(() -> Node.start(ANY.withListenAddress("127.0.0.2,127.0.0.1:" + first.port())))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining(Integer.toString(first.port()));
        }
    }

    @Test
    void anAddressThatCannotBeHadIsToldWithWhatToDo() {
        try (Node first = Node.start(ANY)) {
            String taken = "127.0.0.1:" + first.port();
            assertThatThrownBy(() -> Node.start(ANY.withPort(first.port())))
                    .hasRootCauseMessage("cannot listen on " + taken
                            + ": another program does; end that, or choose another port (-p)");
            assertThatThrownBy(() -> Node.start(ANY.with("admin_port", Integer.toString(first.port()))))
                    .hasRootCauseMessage("cannot listen on " + taken
                            + ": another program does; end that, or choose another port (--admin-port)");
        }
        NodeOptions open = ANY.with("insecure", "yes");
        assertThatThrownBy(() -> Node.start(open.withListenAddress("no-such-host.invalid:0")))
                .hasRootCauseMessage("cannot listen on no-such-host.invalid:0: there is no host of that name;"
                        + " choose an address of this machine (-l)");
        assertThatThrownBy(() -> Node.start(open.withListenAddress("192.0.2.1:0")))
                .hasRootCauseMessage("cannot listen on 192.0.2.1:0: this machine does not have that address;"
                        + " choose one that it has (-l)");
        assertThatThrownBy(() -> Node.start(open.with("admin_port", "0").with("admin_listen", "no-such-host.invalid")))
                .hasRootCauseMessage("cannot listen on no-such-host.invalid:0: there is no host of that name;"
                        + " choose an address of this machine (--admin-listen)");
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1,0.0.0.0", "0.0.0.0:0", "[::]:0", "::"})
    void everyAddressMustBeLoopback(String list) {
        assertThatThrownBy(() -> Node.start(ANY.withListenAddress(list)))
                .isInstanceOf(OptionException.class)
                .hasMessageContaining("--insecure");
    }

    /** With a login, or TLS on that very address, it may be reached from elsewhere; the rest is the operator's decision. */
    @Test
    void aPublicAddressNeedsALoginOrTls() {
        NodeOptions open = ANY.withListenAddress("0.0.0.0");
        NodeOptions encrypted = ANY.with("ssl_enabled", "yes");
        assertThat(open.with("auth_file", "users").validated().authenticates()).isTrue();
        assertThat(open.with("sasl", "yes")
                        .with("sasl_pwdb", "users")
                        .validated()
                        .authenticates())
                .isTrue();
        assertThat(encrypted.withListenAddress("0.0.0.0").validated().authenticates())
                .isFalse();
        assertThat(encrypted.withListenAddress("127.0.0.1,btls:0.0.0.0").validated())
                .isNotNull();
        assertThatThrownBy(() ->
                        encrypted.withListenAddress("127.0.0.1,notls:0.0.0.0").validated())
                .isInstanceOf(OptionException.class)
                .hasMessageContainingAll("listen: 0.0.0.0 is not a loopback", "-Y FILE", "-S", "-Z", "--insecure");
        assertThatThrownBy(open::validated)
                .isInstanceOf(OptionException.class)
                .hasMessageContainingAll("listen: 0.0.0.0 is not a loopback", "-Y FILE", "-S", "-Z", "--insecure");
        assertThat(open.withInsecure(true).validated()).isNotNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"notls:127.0.0.1", "proto[ascii]:127.0.0.1:0", "127.0.0.1:x", "127.0.0.1:70000", "127.0.0.1,"})
    void whatCannotBeListenedOnIsRefusedByName(String list) {
        assertThatThrownBy(() -> Node.start(ANY.withListenAddress(list)))
                .isInstanceOf(OptionException.class)
                .hasMessageStartingWith("listen: ");
    }

    @Test
    void connectionsBeyondTheLimitAreTurnedAwayAtOnce() {
        try (Node node = Node.start(ANY.withMaxConnections(2));
                Wire one = new Wire(node.port());
                Wire two = new Wire(node.port())) {
            assertThat(one.ask("mn") + two.ask("mn")).isEqualTo("MNMN");
            try (Wire three = new Wire(node.port())) {
                assertThat(three.line()).isEqualTo("ERROR Too many open connections");
                assertThat(three.isClosedByServer()).isTrue();
            }
            assertThat(node.statistics())
                    .containsEntry("rejected_connections", "1")
                    .containsEntry("accepting_conns", "1")
                    .containsEntry("listen_disabled_num", "0");
        }
    }

    @ParameterizedTest
    @MethodSource("io.flagstone.server.support.Transports#available")
    void connectionsBeyondTheLimitWaitWhereThatIsWanted(String transport) {
        NodeOptions options =
                ANY.withMaxConnections(2).with("maxconns_fast", "no").with("transport", transport);
        try (Node node = Node.start(options);
                Wire one = new Wire(node.port())) {
            Wire two = new Wire(node.port());
            assertThat(one.ask("mn") + two.ask("mn")).isEqualTo("MNMN");
            assertThat(node.statistics())
                    .containsEntry("accepting_conns", "0")
                    .containsEntry("listen_disabled_num", "1");
            try (Wire three = new Wire(node.port())) {
                three.send("mn\r\n");
                assertThat(one.ask("mn")).isEqualTo("MN");
                assertThat(node.statistics()).containsEntry("curr_connections", "2");
                two.close();
                assertThat(three.line()).isEqualTo("MN");
                assertThat(node.statistics()).containsEntry("rejected_connections", "0");
            }
            await().untilAsserted(() -> assertThat(node.statistics())
                    .containsEntry("accepting_conns", "1")
                    .containsEntry("curr_connections", "1"));
            assertThat(Long.parseLong(node.statistics().get("time_in_listen_disabled_us")))
                    .isPositive();
        }
    }

    @Test
    void aSilentConnectionIsClosedAndAWatcherIsNot() {
        try (Node node = Node.start(ANY.with("idle_timeout", "1"));
                Wire watcher = new Wire(node.port())) {
            assertThat(watcher.ask("watch connevents")).isEqualTo("OK");
            try (Wire silent = new Wire(node.port())) {
                assertThat(silent.isClosedByServer()).isTrue();
            }
            assertThat(watcher.lineWith("type=conn_close ")).contains(" reason=idle_timeout ");
            assertThat(node.statistics()).containsEntry("idle_kicks", "1");
        }
    }
}
