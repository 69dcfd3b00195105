package io.flagstone.server.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.config.Option;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The unit for systemd, and the files that go with it, are what the node takes. */
class ServiceUnitTest {
    private static final Path FOLDER = Path.of("..", "deploy", "systemd");

    private static Map<String, String> unit() throws IOException {
        return Files.readAllLines(FOLDER.resolve("flagstone.service")).stream()
                .filter(line -> line.matches("\\w+=.*"))
                .map(line -> line.split("=", 2))
                .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
    }

    private static NodeOptions options(String text) throws IOException {
        Path file = Files.createTempFile("node", ".properties");
        try {
            Files.writeString(file, text);
            return Arguments.parse("--config", file.toString()).options();
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void theFileOfOptionsIsTakenAndListensOnLoopbackOnly() throws IOException {
        String text = Files.readString(FOLDER.resolve("node.properties"));
        assertThat(options(text).memory().toMebibytes()).isEqualTo(64);
        assertThat(text).contains("\nlisten = 127.0.0.1\n");
        // what is commented out is right, too
        assertThatCode(() -> options(text.replaceAll("(?m)^#(\\w+ = )", "$1"))).doesNotThrowAnyException();
    }

    @Test
    void itRunsTheLauncherWithThatFileAndReloadsByHangup() throws IOException {
        assertThat(unit())
                .containsEntry(
                        "ExecStart",
                        "/usr/bin/flagstone serve --config /etc/flagstone/node.properties $FLAGSTONE_OPTIONS")
                .containsEntry("ExecReload", "/bin/kill -HUP $MAINPID")
                .containsEntry("EnvironmentFile", "-/etc/default/flagstone")
                .containsEntry("Environment", "FLAGSTONE_CACHE=/var/cache/flagstone");
        assertThat(Files.readString(FOLDER.resolve("flagstone.default"))).contains("\nFLAGSTONE_OPTIONS=");
    }

    @Test
    void itIsHardenedAsFarAsAJvmAllows() throws IOException {
        assertThat(unit())
                .containsEntry("NoNewPrivileges", "yes")
                .containsEntry("ProtectSystem", "strict")
                .containsEntry("ProtectHome", "yes")
                .containsEntry("PrivateTmp", "yes")
                .containsEntry("CapabilityBoundingSet", "")
                .containsEntry("User", "flagstone")
                .containsKeys("LimitNOFILE", "SystemCallFilter", "RestrictAddressFamilies")
                // the JVM writes code while it runs
                .doesNotContainKey("MemoryDenyWriteExecute");
    }

    @Test
    void aMemoryFileOutlivesTheServiceWhereverItLies() throws IOException {
        assertThat(unit())
                // it would remove what the service's user has in /dev/shm when the service ends
                .doesNotContainKey("RemoveIPC")
                .containsEntry("StateDirectory", "flagstone");
    }

    @Test
    void everyConnectionThatTheDefaultAllowsHasItsDescriptor() throws IOException {
        String limit = Objects.requireNonNull(unit().get("LimitNOFILE"));
        assertThat(Integer.parseInt(limit))
                .isGreaterThan(1000 + NodeOptions.defaults().number(Option.MAX_CONNECTIONS));
    }
}
