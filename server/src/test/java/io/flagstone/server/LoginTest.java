package io.flagstone.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.config.OptionException;
import io.flagstone.server.support.Answer;
import io.flagstone.server.support.Ask;
import io.flagstone.server.support.BinaryWire;
import io.flagstone.server.support.Certificates;
import io.flagstone.server.support.Wire;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who has not logged in gets nothing, keeps nothing, and learns nothing. */
class LoginTest {
    private static final int LIST = 0x20;
    private static final int AUTH = 0x21;
    private static final int STEP = 0x22;
    private static final int DONE = 0;
    private static final int REFUSED = 0x20;
    private static final int GO_ON = 0x21;

    @TempDir
    Path directory;

    private Path file;
    private NodeOptions text;
    private NodeOptions both;

    @BeforeEach
    void write() {
        file = Certificates.write(directory.resolve("users"), "bob:secret\nalice:pa:ss\nalice:next\n");
        text = NodeOptions.defaults().withPort(0).with("auth_file", file.toString());
        both = text.with("sasl", "yes");
    }

    private static String login(String user, String password) {
        String token = user + " " + password;
        return "set login 0 0 " + token.length() + "\r\n" + token;
    }

    private static Ask plain(String message) {
        return Ask.join(AUTH, "PLAIN", message);
    }

    @ParameterizedTest
    @CsvSource({"bob, secret", "alice, pa:ss", "alice, next"})
    void thePasswordOpensEverythingAfterIt(String user, String password) {
        try (Node node = Node.start(text);
                Wire wire = new Wire(node.port())) {
            assertThat(wire.talk(login(user, password) + "\r\nset a 0 0 1\r\nx\r\nget a\r\nget login\r\n"))
                    .isEqualTo("STORED\r\nSTORED\r\nVALUE a 0 1\r\nx\r\nEND\r\nEND\r\n");
            assertThat(node.statistics())
                    .containsEntry("auth_cmds", "1")
                    .containsEntry("auth_errors", "0")
                    .containsEntry("cmd_set", "1");
            assertThat(wire.askUntil("stats settings", "END"))
                    .contains(
                            "STAT auth_enabled_ascii " + file,
                            "STAT auth_enabled_sasl no",
                            "STAT binding_protocol ascii");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "bob, secre",
        "bob, secrett",
        "bob, Secret",
        "alice, secret",
        "bo, bsecret",
        "nobody, secret",
        "bob, pa:ss"
    })
    void anythingElseDoesNot(String user, String password) {
        try (Node node = Node.start(both);
                Wire wire = new Wire(node.port());
                BinaryWire binary = new BinaryWire(node.port())) {
            assertThat(wire.ask(login(user, password))).isEqualTo("CLIENT_ERROR authentication failure");
            assertThat(wire.ask("get a")).isEqualTo("CLIENT_ERROR unauthenticated");
            assertThat(binary.ask(plain("\0" + user + "\0" + password)).status())
                    .isEqualTo(REFUSED);
            assertThat(node.statistics()).containsEntry("auth_cmds", "2").containsEntry("auth_errors", "2");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "version",
                "mn",
                "quit",
                "stats",
                "get a",
                "gets a",
                "mg a v",
                "ms a 1",
                "md a",
                "ma a",
                "me a",
                "add a 0 0 1",
                "cas a 0 0 1 1",
                "delete a",
                "incr a 1",
                "touch a 0",
                "gat 0 a",
                "flush_all",
                "shutdown",
                "watch",
                "lru_crawler metadump all",
                "refresh_certs",
                "verbosity 1",
                "cache_memlimit 64",
                "",
                " ",
                "x"
            })
    void noCommandIsObeyedBeforeALogin(String command) {
        try (Node node = Node.start(text.with("shutdown_command", "yes"));
                Wire wire = new Wire(node.port())) {
            assertThat(wire.ask(command)).isEqualTo("CLIENT_ERROR unauthenticated");
            assertThat(wire.ask(login("bob", "secret"))).isEqualTo("STORED");
            assertThat(node.statistics())
                    .containsEntry("cmd_get", "0")
                    .containsEntry("cmd_set", "0")
                    .containsEntry("cmd_flush", "0")
                    .containsEntry("cmd_meta", "0")
                    .containsEntry("log_watchers", "0");
        }
    }

    @Test
    void aLoginMayComeInPieces() {
        try (Node node = Node.start(text);
                Wire wire = new Wire(node.port())) {
            for (byte one : Wire.bytes("add x 0 0 1\r\n" + login("bob", "secret") + "\r\nmn\r\n")) {
                wire.send(new byte[] {one});
            }
            assertThat(List.of(wire.line(), wire.line(), wire.line()))
                    .containsExactly("CLIENT_ERROR unauthenticated", "STORED", "MN");
        }
    }

    @Test
    void whoGuessesIsClosedAfterTenTimes() {
        try (Node node = Node.start(both.with("max_login_failures", "0"));
                Wire wire = new Wire(node.port());
                BinaryWire binary = new BinaryWire(node.port())) {
            wire.send((login("bob", "guess") + "\r\n").repeat(50));
            assertThat(Wire.text(wire.rest())).isEqualTo("CLIENT_ERROR authentication failure\r\n".repeat(10));
            Ask[] guesses = new Ask[50];
            Arrays.fill(guesses, plain("\0bob\0guess"));
            assertThat(binary.lastWords(Ask.bytes(guesses))).hasSize(10);
            assertThat(node.statistics()).containsEntry("auth_errors", "20");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"set a 0 0 512\r\n", "set a 0 0 1000000000\r\n", "set a 0 0 4294967294\r\n"})
    void aLoginLongerThanAnyIsNotWaitedFor(String line) {
        try (Node node = Node.start(text);
                Wire wire = new Wire(node.port())) {
            wire.send(line);
            assertThat(Wire.text(wire.rest())).isEqualTo("CLIENT_ERROR auth token too long\r\n");
        }
    }

    @Test
    void aStrangersLineHasALimit() {
        try (Node node = Node.start(text);
                Wire endless = new Wire(node.port());
                Wire multiget = new Wire(node.port());
                Wire ended = new Wire(node.port())) {
            endless.send("x".repeat(3000));
            assertThat(endless.isClosedByServer()).isTrue();
            multiget.send("get " + "abc ".repeat(1000));
            assertThat(multiget.isClosedByServer()).isTrue();
            ended.send("x".repeat(3000) + "\r\n");
            assertThat(ended.isClosedByServer()).isTrue();
        }
    }

    @Test
    void saslOpensTheBinaryProtocol() {
        try (Node node = Node.start(both);
                BinaryWire wire = new BinaryWire(node.port())) {
            assertThat(wire.ask(Ask.of(LIST)).value()).isEqualTo("PLAIN");
            Answer answer = wire.ask(plain("\0bob\0secret"));
            assertThat(answer.status()).isEqualTo(DONE);
            assertThat(answer.value()).isEqualTo("Authenticated");
            assertThat(wire.ask(Ask.set("a", "x")).status()).isEqualTo(DONE);
            assertThat(wire.ask(plain("\0bob\0wrong")).status()).isEqualTo(REFUSED);
            assertThat(wire.ask(Ask.get("a")).value()).isEqualTo("x");
        }
    }

    @Test
    void plainMayTakeTwoSteps() {
        try (Node node = Node.start(both);
                BinaryWire wire = new BinaryWire(node.port())) {
            assertThat(wire.ask(Ask.join(STEP, "PLAIN", "\0bob\0secret")).status())
                    .isEqualTo(REFUSED);
            assertThat(wire.ask(plain("")).status()).isEqualTo(GO_ON);
            assertThat(wire.ask(Ask.join(STEP, "PLAIN", "\0bob\0secret")).status())
                    .isEqualTo(DONE);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"garbage", "alice\0bob\0secret", "bob\0secret", "\0bob", "\0\0", "\0bob\0", "\0bob\0secret\0"})
    void nobodyActsForSomebodyElse(String message) {
        try (Node node = Node.start(both);
                BinaryWire wire = new BinaryWire(node.port())) {
            assertThat(wire.ask(plain(message)).status()).isEqualTo(REFUSED);
            assertThat(wire.ask(plain("bob\0bob\0secret")).status()).isEqualTo(DONE);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0x00, 0x01, 0x04, 0x05, 0x07, 0x08, 0x09, 0x0a, 0x0c, 0x0e, 0x10, 0x11, 0x1c, 0x1d, 0x99})
    void noRequestIsObeyedBeforeALogin(int opcode) {
        try (Node node = Node.start(both);
                BinaryWire wire = new BinaryWire(node.port())) {
            Ask ask = opcode == 0x01 || opcode == 0x11
                    ? Ask.store(opcode, "a", "x", 0, 0)
                    : opcode == 0x05
                            ? Ask.count(opcode, "a", 1, 1, 0)
                            : opcode == 0x1c || opcode == 0x1d
                                    ? Ask.timed(opcode, "a", 0)
                                    : opcode == 0x0e
                                            ? Ask.join(opcode, "a", "x")
                                            : List.of(0x07, 0x08, 0x0a, 0x10).contains(opcode)
                                                    ? Ask.of(opcode)
                                                    : Ask.of(opcode, "a");
            wire.send(ask.bytes());
            assertThat(wire.answer().status()).isEqualTo(REFUSED);
            assertThat(wire.rest()).isEmpty();
            assertThat(node.statistics()).containsEntry("total_items", "0").containsEntry("cmd_get", "0");
        }
    }

    @Test
    void aLoginTooLongForSaslIsNotWaitedFor() {
        try (Node node = Node.start(both);
                BinaryWire wire = new BinaryWire(node.port())) {
            byte[] whole = plain("x".repeat(100_000)).bytes();
            wire.send(Arrays.copyOf(whole, 100));
            assertThat(wire.answer().status()).isEqualTo(REFUSED);
            assertThat(wire.rest()).isEmpty();
        }
    }

    @Test
    void eachLoginHasItsProtocol() {
        try (Node node = Node.start(text);
                Wire binary = new Wire(node.port())) {
            binary.send(Ask.of(0x0b).bytes()).send("\r\n");
            assertThat(binary.line()).isEqualTo("CLIENT_ERROR unauthenticated");
        }
        NodeOptions sasl =
                NodeOptions.defaults().withPort(0).with("sasl", "yes").with("sasl_pwdb", file.toString());
        try (Node node = Node.start(sasl);
                Wire wire = new Wire(node.port());
                BinaryWire binary = new BinaryWire(node.port())) {
            wire.send("version\r\nversion\r\nversion\r\n");
            assertThat(wire.rest()).isEmpty();
            assertThat(binary.ask(plain("\0bob\0secret")).status()).isEqualTo(DONE);
        }
    }

    @Test
    void newPasswordsCountForNewLoginsAndABadFileForNobody() {
        try (Node node = Node.start(text);
                Wire early = new Wire(node.port());
                Wire late = new Wire(node.port())) {
            assertThat(early.ask(login("bob", "secret"))).isEqualTo("STORED");
            Certificates.write(file, "bob:changed\n");
            assertThat(node.reload()).isEmpty();
            assertThat(late.ask(login("bob", "secret"))).isEqualTo("CLIENT_ERROR authentication failure");
            assertThat(late.ask(login("bob", "changed"))).isEqualTo("STORED");
            assertThat(early.ask("mn")).isEqualTo("MN");
            Certificates.write(file, "bob:again\nnonsense\n");
            assertThat(node.reload()).containsExactly("auth_file: " + file + ", line 2: allowed: user:password");
            try (Wire last = new Wire(node.port())) {
                assertThat(last.ask(login("bob", "changed"))).isEqualTo("STORED");
            }
        }
    }

    private void refused(NodeOptions options, String... parts) {
        assertThatThrownBy(() -> Node.start(options))
                .isInstanceOf(OptionException.class)
                .hasMessageContainingAll(parts)
                .hasMessageNotContaining("secret");
    }

    @Test
    void aBadFileIsNamedWithItsLineAndNotWithWhatStandsThere() {
        refused(text.with("auth_file", directory.resolve("none").toString()), "auth_file", "cannot be read");
        for (String bad : List.of(":secret", "secretonly", "bob:", "x".repeat(256) + ":secret", "")) {
            Certificates.write(file, "alice:secret\n" + bad + "\n");
            refused(text, "auth_file: " + file, "line 2");
        }
        Certificates.write(file, "");
        refused(text, "names no user");
        refused(
                NodeOptions.defaults().withPort(0).with("sasl", "yes"),
                "sasl: without passwords",
                "MEMCACHED_SASL_PWDB");
        refused(text.with("protocol", "binary"), "protocol: binary", "-S");
        refused(
                NodeOptions.defaults()
                        .with("sasl", "yes")
                        .with("sasl_pwdb", file.toString())
                        .with("protocol", "ascii"),
                "protocol: ascii",
                "-Y");
    }
}
