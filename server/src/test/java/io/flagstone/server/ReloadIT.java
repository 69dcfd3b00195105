package io.flagstone.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flagstone.server.support.Ask;
import io.flagstone.server.support.BinaryWire;
import io.flagstone.server.support.Certificates;
import io.flagstone.server.support.NodeProcess;
import io.flagstone.server.support.Wire;
import io.netty.pkitesting.X509Bundle;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SIGHUP, and passwords by memcached's environment, for a node in a process of its own. */
class ReloadIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private static void hangUp(Process process) throws Exception {
        assertThat(new ProcessBuilder("kill", "-HUP", Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    private static boolean isLetIn(Certificates ca, int port, String password) {
        try (Wire wire = ca.wire(port)) {
            String token = "bob " + password;
            return wire.ask("set l 0 0 " + token.length() + "\r\n" + token).equals("STORED");
        } catch (UncheckedIOException e) {
            return false;
        }
    }

    @Test
    void aHangupReadsEveryFileAgainAndABadOneIsSaidWithoutItsSecrets() throws Exception {
        Certificates ca = new Certificates("authority");
        Certificates next = new Certificates("next authority");
        Path chain = directory.resolve("chain");
        Path key = directory.resolve("key");
        X509Bundle own = ca.signed("CN=node");
        Certificates.chainIn(chain, own);
        Certificates.keyIn(key, own);
        Path users = Certificates.write(directory.resolve("users"), "bob:first\n");
        Path log = directory.resolve("log");
        ProcessBuilder command = NodeProcess.command(
                List.of(),
                "-p",
                "0",
                "-Z",
                "-o",
                "ssl_chain_cert=" + chain + ",ssl_key=" + key,
                "-Y",
                users.toString());
        // Whoever runs the tests under nohup has told them to ignore it.
        command.command().addAll(0, List.of("env", "--default-signal=HUP"));
        command.redirectError(log.toFile());
        try (NodeProcess node = NodeProcess.startAsIs(command)) {
            assertThat(isLetIn(ca, node.port(), "first")).isTrue();
            X509Bundle renewed = next.signed("CN=node");
            Certificates.chainIn(chain, renewed);
            Certificates.keyIn(key, renewed);
            Certificates.write(users, "bob:second\n");
            hangUp(node.process());
            await().atMost(PATIENCE).until(() -> isLetIn(next, node.port(), "second"));
            assertThat(isLetIn(next, node.port(), "first")).isFalse();
            assertThat(isLetIn(ca, node.port(), "second")).isFalse();
            assertThat(Files.readString(log))
                    .contains("certificates were read again", "passwords and rights were read again");

            Certificates.write(users, "bob:second\nhunter2\n");
            hangUp(node.process());
            await().atMost(PATIENCE).until(() -> Files.readString(log).contains("line 2: allowed: user:password"));
            assertThat(Files.readString(log)).doesNotContain("hunter2", "second");
            assertThat(isLetIn(next, node.port(), "second")).isTrue();
        }
    }

    @Test
    void aNodeWithoutFilesOutlivesAHangupAndSaysThatThereIsNothingToRead() throws Exception {
        Path log = directory.resolve("log");
        ProcessBuilder command = NodeProcess.command(List.of(), "-p", "0");
        command.command().addAll(0, List.of("env", "--default-signal=HUP"));
        command.redirectError(log.toFile());
        try (NodeProcess node = NodeProcess.startAsIs(command);
                Wire wire = new Wire(node.port())) {
            assertThat(wire.ask("set k 0 0 1\r\nv")).isEqualTo("STORED");
            hangUp(node.process());
            await().atMost(PATIENCE)
                    .until(() -> !node.process().isAlive()
                            || Files.readString(log).contains("nothing to read again: there are no files of"));
            assertThat(wire.talk("get k\r\n")).isEqualTo("VALUE k 0 1\r\nv\r\nEND\r\n");
        }
    }

    @Test
    void saslFindsItsPasswordsWhereMemcachedsDoes() throws Exception {
        Path users = Certificates.write(directory.resolve("users"), "bob:secret\n");
        ProcessBuilder command = NodeProcess.command(List.of(), "-p", "0", "-S");
        command.environment().put("MEMCACHED_SASL_PWDB", users.toString());
        try (NodeProcess node = NodeProcess.start(command);
                BinaryWire wire = new BinaryWire(node.port())) {
            assertThat(wire.ask(Ask.join(0x21, "PLAIN", "\0bob\0secret")).status())
                    .isZero();
            assertThat(wire.ask(Ask.noop()).status()).isZero();
        }
        Process without =
                NodeProcess.command(List.of(), "-S").redirectErrorStream(true).start();
        assertThat(new String(without.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                .contains("MEMCACHED_SASL_PWDB", "-Y")
                .hasLineCount(1);
        assertThat(without.waitFor()).isEqualTo(64);
    }
}
