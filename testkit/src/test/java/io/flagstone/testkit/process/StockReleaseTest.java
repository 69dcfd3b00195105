package io.flagstone.testkit.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class StockReleaseTest {
    @TempDir
    @SuppressWarnings("NullAway.Init") // JUnit sets it
    Path directory;

    private Path program(String name) throws IOException {
        Path program = Files.writeString(directory.resolve(name), "");
        return Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
    }

    @Test
    void theInstalledOneIsTheFirstOnThePath() throws IOException {
        Path program = program("memcached");
        String path = directory.resolve("none") + File.pathSeparator + directory;
        assertThat(StockRelease.INSTALLED.programIn(Map.of("PATH", path))).contains(program);
    }

    @Test
    void theLatestOneIsWhereItsVariableSays() throws IOException {
        Path program = program("memcached-of-today");
        assertThat(StockRelease.LATEST.programIn(Map.of("LATEST_MEMCACHED", program.toString())))
                .contains(program);
    }

    @Test
    void withoutItsVariableThereIsNoLatestOne() throws IOException {
        program("memcached");
        Map<String, String> path = Map.of("PATH", directory.toString());
        assertThat(StockRelease.LATEST.programIn(path)).isEmpty();
        assertThat(StockRelease.LATEST.programIn(Map.of("LATEST_MEMCACHED", "")))
                .isEmpty();
    }

    /** It was meant to be tested: passing it over would look like success. */
    @Test
    void aLatestOneThatCannotBeRunIsRefusedByName() {
        for (Path wrong : new Path[] {directory, directory.resolve("none")}) {
            assertThatThrownBy(() -> StockRelease.LATEST.programIn(Map.of("LATEST_MEMCACHED", wrong.toString())))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("LATEST_MEMCACHED=" + wrong)
                    .hasMessageContaining("unset the variable");
        }
    }

    static Iterable<StockRelease> releases() {
        return StockRelease.all();
    }

    @ParameterizedTest
    @MethodSource("releases")
    void eachSaysWhichVersionItIs(StockRelease release) {
        try (ServerProcess server = release.start("-m", "16")) {
            assertThat(server.version().isAtLeast("1.6.13")).isTrue();
            assertThat(server.version())
                    .hasToString(server.stats().get("version"))
                    .isEqualTo(release.version());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1.6.18, 1.6.18, true",
        "1.6.18, 1.6.9, true",
        "1.6.9, 1.6.18, false",
        "1.6.45-flagstone-0.1.0, 1.6.45, true",
        "VERSION 1.6.38, 1.6.39, false",
        "1.7, 1.6.45, true",
        "2, 1.6.45, true"
    })
    void versionsCompareByTheirNumbers(String version, String other, boolean isAtLeast) {
        assertThat(ServerVersion.of(version).isAtLeast(other)).isEqualTo(isAtLeast);
    }

    @Test
    void whatIsNoVersionIsRefused() {
        assertThatThrownBy(() -> ServerVersion.of("ERROR"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ERROR");
    }
}
