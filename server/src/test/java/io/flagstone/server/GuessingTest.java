package io.flagstone.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.support.Answer;
import io.flagstone.server.support.Ask;
import io.flagstone.server.support.BinaryWire;
import io.flagstone.server.support.Certificates;
import io.flagstone.server.support.ManualTime;
import io.flagstone.server.support.Wire;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who tries one password after the other is soon too slow to find one, and nobody elsewhere is hindered. */
class GuessingTest {
    private static final String WRONG = "CLIENT_ERROR authentication failure";
    private static final String TOO_SOON =
            "CLIENT_ERROR too many failed logins from this address, try again in a few seconds";
    private static final int FREE = 5;

    @TempDir
    Path directory;

    private final ManualTime time = new ManualTime();
    private Node node = Node.start(NodeOptions.defaults().withPort(0));

    @BeforeEach
    void start() {
        restart("5");
    }

    private void restart(String failures) {
        node.close();
        Path users = Certificates.write(directory.resolve("users"), "bob:secret\nalice:next\n");
        node = Node.start(
                NodeOptions.defaults()
                        .withPort(0)
                        .with("auth_file", users.toString())
                        .with("sasl", "yes")
                        .with("max_login_failures", failures),
                time.clock());
    }

    @AfterEach
    void stop() {
        node.close();
    }

    private static String login(String user, String password) {
        String token = user + " " + password;
        return "set login 0 0 " + token.length() + "\r\n" + token;
    }

    /** The answer to a login on a connection of its own. */
    private String said(String user, String password) {
        try (Wire wire = new Wire(node.port())) {
            return wire.ask(login(user, password));
        }
    }

    private void guess(int times) {
        for (int i = 0; i < times; i++) {
            assertThat(said("bob", "guess" + i)).isEqualTo(WRONG);
        }
    }

    @Test
    void afterFiveWrongPasswordsNoneIsLookedAtForASecond() {
        guess(FREE);
        assertThat(said("bob", "secret")).isEqualTo(TOO_SOON);
        assertThat(said("bob", "wrong")).isEqualTo(TOO_SOON);
        assertThat(node.statistics())
                .containsEntry("auth_cmds", "7")
                .containsEntry("auth_errors", "7")
                .containsEntry("rejected_logins", "2");
        time.passSeconds(1);
        assertThat(said("bob", "secret")).isEqualTo("STORED");
        assertThat(node.statistics()).containsEntry("rejected_logins", "2");
    }

    @Test
    void whoeverIsRefusedIsHungUpOn() {
        guess(FREE);
        try (Wire wire = new Wire(node.port());
                BinaryWire binary = new BinaryWire(node.port())) {
            wire.send((login("bob", "secret") + "\r\n").repeat(10));
            assertThat(Wire.text(wire.rest())).isEqualTo(TOO_SOON + "\r\n");
            binary.send(Ask.bytes(Ask.join(0x21, "PLAIN", "\0bob\0secret"), Ask.noop()));
            Answer answer = binary.answer();
            assertThat(answer.status()).isEqualTo(0x20);
            assertThat(answer.value()).isEqualTo("Too many failed logins.");
            assertThat(binary.rest()).isEmpty();
        }
    }

    @Test
    void bothProtocolsAreOneWayIn() {
        for (int i = 0; i < FREE; i++) {
            try (BinaryWire binary = new BinaryWire(node.port())) {
                assertThat(binary.ask(Ask.join(0x21, "PLAIN", "\0bob\0guess" + i))
                                .value())
                        .isEqualTo("Auth failure.");
            }
        }
        assertThat(said("bob", "secret")).isEqualTo(TOO_SOON);
    }

    @Test
    void nobodyIsLockedOutFromAnotherAddressNorIsWhoIsIn() throws IOException {
        try (Wire early = new Wire(node.port())) {
            assertThat(early.ask(login("bob", "secret"))).isEqualTo("STORED");
            guess(FREE);
            assertThat(said("bob", "secret")).isEqualTo(TOO_SOON);
            try (Wire elsewhere = new Wire(from("127.0.0.2"))) {
                assertThat(elsewhere.ask(login("bob", "secret"))).isEqualTo("STORED");
            }
            assertThat(early.ask("mn")).isEqualTo("MN");
        }
    }

    private Socket from(String address) {
        try {
            Socket socket = new Socket();
            socket.bind(new InetSocketAddress(address, 0));
            socket.connect(new InetSocketAddress("127.0.0.1", node.port()));
            return socket;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aLoginThatSucceedsForgivesWhatTheSameUserGotWrong() {
        for (int i = 0; i < 3; i++) {
            guess(FREE - 1);
            assertThat(said("bob", "secret")).isEqualTo("STORED");
        }
        guess(FREE - 1);
        assertThat(said("alice", "next")).isEqualTo("STORED");
        guess(1);
        assertThat(said("alice", "next")).isEqualTo(TOO_SOON);
    }

    @Test
    void withoutALimitNobodyWaitsAndNothingIsCounted() {
        restart("0");
        guess(5 * FREE);
        assertThat(said("bob", "secret")).isEqualTo("STORED");
        assertThat(node.statistics()).doesNotContainKey("rejected_logins");
    }
}
