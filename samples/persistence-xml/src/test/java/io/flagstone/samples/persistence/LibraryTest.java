package io.flagstone.samples.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.server.Node;
import io.flagstone.server.config.NodeOptions;
import io.flagstone.testkit.process.JvmCommand;
import io.flagstone.testkit.process.JvmProcess;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.Version;
import org.junit.jupiter.api.Test;

class LibraryTest {

    private final Map<String, String> settings = new HashMap<>();

    LibraryTest() {
        String name = UUID.randomUUID().toString();
        settings.put("jakarta.persistence.jdbc.url", "jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1");
        settings.put("hibernate.flagstone.namespace", name);
    }

    private void checkThatTheSecondReadsFromTheCache() {
        try (Library first = Library.open(settings);
                Library second = Library.open(settings)) {
            first.add(List.of(new Book(1, "Emma")));
            assertThat(second.title(1)).contains("Emma");
            assertThat(second.statistics().getSecondLevelCacheHitCount()).isEqualTo(1);
            assertThat(second.statistics().getPrepareStatementCount()).isZero();
            assertThat(second.title(2)).isEmpty();
            assertThat(second.statistics().getPrepareStatementCount()).isEqualTo(1);
        }
    }

    @Test
    void aSecondApplicationReadsFromTheNodeInsideTheJvm() {
        checkThatTheSecondReadsFromTheCache();
    }

    @Test
    void aSecondApplicationReadsFromANodeThatIsConfigured() {
        try (Node node = Node.start(NodeOptions.defaults().withPort(0))) {
            settings.put("hibernate.flagstone.nodes", "127.0.0.1:" + node.port());
            checkThatTheSecondReadsFromTheCache();
        }
    }

    @Test
    void aMistakeInTheSettingsStopsTheApplicationAndSaysWhy() {
        settings.put("hibernate.flagstone.nodse", "127.0.0.1:11211");
        assertThatThrownBy(() -> Library.open(settings))
                .hasStackTraceContaining("did you mean hibernate.flagstone.nodes?");
    }

    @Test
    void theProgramRuns() {
        try (JvmProcess program = JvmProcess.start(JvmCommand.of(Library.class))) {
            program.awaitLine("1 Emma"::equals, Duration.ofSeconds(60));
            program.awaitLine("second application: 3 hits, 0 statements"::equals, Duration.ofSeconds(20));
            assertThat(program.awaitExit(Duration.ofSeconds(20))).isZero();
        }
    }

    @Test
    void theTestsRunOnTheReleaseThatTheBuildSays() {
        assertThat(Version.getVersionString()).isEqualTo(System.getProperty("test.hibernate"));
    }
}
