package io.flagstone.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.support.Answer;
import io.flagstone.server.support.Ask;
import io.flagstone.server.support.BinaryWire;
import io.flagstone.server.support.Certificates;
import io.flagstone.server.support.Since;
import io.flagstone.server.support.StockMemcached;
import io.flagstone.server.support.Twins;
import io.flagstone.server.support.Wire;
import io.flagstone.testkit.process.StockRelease;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The node and a stock memcached with the same passwords answer logins, and what is none, byte for byte alike. */
@ParameterizedClass
@MethodSource("io.flagstone.testkit.process.StockRelease#all")
class LoginAgreementIT {
    @Parameter
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    StockRelease release;

    @TempDir
    static Path directory;

    @SuppressWarnings("NullAway.Init") // started before each round
    private static Twins twins;

    @BeforeParameterizedClassInvocation
    static void start(StockRelease release) throws IOException {
        Path users = Certificates.write(directory.resolve("users"), "bob:secret\nalice:pa:ss\n");
        // memcached reads them as another user.
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxr-xr-x"));
        NodeOptions options =
                NodeOptions.defaults().with("auth_file", users.toString()).with("max_login_failures", "0");
        twins = Twins.start(release, options, "-Y", users.toString());
    }

    @AfterParameterizedClassInvocation
    static void stop() {
        twins.close();
    }

    /**
     * The answers to each of these, one line each, and to a last login. One at a time: memcached 1.6.18 forgets answers
     * to strangers when the next command is there already.
     */
    private static String talk(int port, String... steps) {
        try (Wire wire = new Wire(port)) {
            StringBuilder answers = new StringBuilder();
            for (String step : steps) {
                answers.append(wire.send(step).line().replaceAll("VERSION .*", "VERSION"));
                answers.append('\n');
            }
            return answers + wire.ask("set x 0 0 10\r\nbob secret");
        }
    }

    private static String[] steps(String script) {
        return script.replace("|", "\r\n").split("~");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "version|",
                "set a 0 0 -1|~set a 0 0 10x|~SET a 0 0 10|~bob secret|~add a 0 0 10|~bob secret|",
                "set a 0 0 9|bob wrong|~set a 0 0 9|bob wrong|~version|",
                "set a 0 0 3|bob|~set a 0 0 0||",
                "stats |~get a |~set a 0 0|~set a 0 0 x|~set a 0 0 2|bob\n~version|",
                "set a 0 0 12|bob secretxx|",
                "set a 0 0 11|alice pa:ss|~version|",
                "set a b c 10|bob secret|~version|",
                "set a 0 0 10 noreply|bob secret|~version|",
                "set  a  0  0  10|bob secret|~version|",
                "set a 0 0 10|bob secret|~set b 0 0 1|x|~get a|",
                "set a 0 0 14|nobody secret1|",
                "set a 0 0 10 1 2 3 4|bob secret|~version|"
            })
    void aLogin(String script) {
        twins.assertAgreement(port -> talk(port, steps(script)), script);
    }

    /** In braces; a wave is a bare line end. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "{set a 0 0 1| |}; until 1.6.38; bad authentication token format; authentication failure",
                "{set a 0 0 7|bob    |}; until 1.6.38; bad authentication token format; authentication failure",
                "{set a 0 0 12|bob secret x|}; until 1.6.38; STORED; authentication failure",
                "{set a 0 0 11| bob secret|}; until 1.6.38; STORED; authentication failure",
                "{set a 0 0 11|bob  secret|}; until 1.6.38; STORED; authentication failure",
                "{ set a 0 0 10|bob secret|}; from 1.6.45; unauthenticated; STORED",
                "{set a 0 0 10~bob secret|}; from 1.6.45; unauthenticated; STORED",
                "{mn|}; from 1.6.45; closed; unauthenticated",
                "{quit|}; from 1.6.45; closed; unauthenticated",
                "{x |}; from 1.6.45; closed; unauthenticated"
            })
    void whereVersionsDiffer(String script, String since, String theirs, String ours) {
        String step =
                script.substring(1, script.length() - 1).replace("|", "\r\n").replace('~', '\n');
        assertThat(answer(twins.node(), step)).isEqualTo(ours);
        assertThat(Since.of(since).answers(release.version(), List.of(theirs), List.of(ours)))
                .as("%s, on memcached %s", script, release.version())
                .contains(answer(twins.memcached(), step));
    }

    private static String answer(int port, String step) {
        try (Wire wire = new Wire(port)) {
            return wire.send(step).line().replace("CLIENT_ERROR ", "");
        } catch (UncheckedIOException e) {
            return "closed";
        }
    }

    /** To older ones the first blanks of any number end the user, and the next one the password. */
    @Test
    void aPasswordMayHaveBlanks() throws IOException {
        Path users = Certificates.write(directory.resolve("blanks-" + release), "bob:two words \n");
        NodeOptions options = NodeOptions.defaults().with("auth_file", users.toString());
        try (Twins both = Twins.start(release, options, "-Y", users.toString())) {
            String login = "set a 0 0 14\r\nbob two words \r\n";
            assertThat(answer(both.node(), login)).isEqualTo("STORED");
            assertThat(Since.of("until 1.6.38")
                            .answers(release.version(), List.of("authentication failure"), List.of("STORED")))
                    .contains(answer(both.memcached(), login));
        }
    }

    @Test
    void whatIsCounted() {
        IntFunction<Map<String, String>> counted = port -> {
            try (Wire wire = new Wire(port)) {
                wire.talk("set x 0 0 10\r\nbob secret\r\nstats reset\r\n");
                talk(port, "version\r\n", "set a 0 0 9\r\nbob wrong\r\n", "set a 0 0 3\r\nbob\r\n");
                String all = wire.askUntil("stats", "END");
                return Map.of("cmds", line(all, "auth_cmds"), "errors", line(all, "auth_errors"));
            }
        };
        twins.assertAgreement(counted, "auth_cmds and auth_errors");
    }

    private static String line(String all, String name) {
        return all.lines()
                .filter(line -> line.contains(" " + name + " "))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aLineWithoutEndIsNotRead() {
        IntFunction<Boolean> closes = port -> {
            try (Wire wire = new Wire(port)) {
                return wire.send("x".repeat(3000)).isClosedByServer();
            }
        };
        twins.assertAgreement(closes, "3000 bytes");
    }

    /** Nobody is known to this memcached (its users would be in a database), so only refusals are compared. */
    @Test
    void whatSaslRefuses() throws IOException {
        Path configuration = Files.createDirectory(directory.resolve("sasl-" + release));
        Certificates.write(
                configuration.resolve("memcached.conf"),
                "mech_list: plain\npwcheck_method: auxprop\nauxprop_plugin: sasldb\nsasldb_path: " + directory
                        + "/none\n");
        Path users = Certificates.write(directory.resolve("others-" + release), "alice:secret\n");
        NodeOptions options = NodeOptions.defaults()
                .withPort(0)
                .with("sasl", "yes")
                .with("sasl_pwdb", users.toString())
                .with("max_login_failures", "0");
        try (Node node = Node.start(options);
                StockMemcached memcached =
                        StockMemcached.start(release, Map.of("SASL_CONF_PATH", configuration.toString()), "-S")) {
            for (byte[] script : saslScripts()) {
                assertThat(forms(node.port(), script)).isEqualTo(forms(memcached.port(), script));
            }
        }
    }

    /** What closes the connection stands at the end. */
    private static List<byte[]> saslScripts() {
        Ask right = Ask.join(0x21, "PLAIN", "\0bob\0secret");
        List<byte[]> scripts = new ArrayList<>();
        for (Ask last : List.of(
                Ask.noop(),
                Ask.get("a"),
                Ask.of(0x0d, "a"),
                Ask.set("a", "x"),
                Ask.of(0x07),
                Ask.of(0x17),
                Ask.of(0x99))) {
            scripts.add(Ask.bytes(last));
            scripts.add(Ask.bytes(Ask.of(0x20), right, right, last));
            scripts.add(Ask.bytes(Ask.join(0x21, "NONE", "\0bob\0secret"), Ask.join(0x21, "PLAIN", "garbage"), last));
            scripts.add(Ask.bytes(Ask.join(0x21, "PLAIN", ""), Ask.join(0x22, "PLAIN", "\0bob\0secret"), last));
            scripts.add(Ask.bytes(Ask.join(0x22, "PLAIN", "\0bob\0secret"), Ask.join(0x21, "plain", "\0b\0s"), last));
            scripts.add(Ask.bytes(Ask.join(0x21, "P".repeat(40), "\0bob\0secret"), last));
        }
        return scripts;
    }

    private static List<String> forms(int port, byte[] script) {
        try (BinaryWire wire = new BinaryWire(port)) {
            wire.send(script);
            return Answer.all(wire.rest()).stream().map(Answer::form).toList();
        }
    }
}
