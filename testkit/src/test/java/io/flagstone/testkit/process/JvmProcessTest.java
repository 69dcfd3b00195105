package io.flagstone.testkit.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

class JvmProcessTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void aChildAnswersLineByLine() {
        try (JvmProcess echo = JvmProcess.start(Echo.class, "one", "two")) {
            assertThat(echo.awaitLine(line -> line.startsWith("arguments"), LIMIT))
                    .startsWith("arguments one,two ");
            echo.send("grüße");
            assertThat(echo.readLine(LIMIT)).hasValue("echo grüße");
        }
    }

    @Test
    void anyProgramCanBeSpokenTo() {
        try (JvmProcess shell = JvmProcess.start(List.of("sh", "-c", "echo wrong >&2; read x; echo $x"))) {
            assertThat(shell.readLine(LIMIT)).hasValue("wrong");
            shell.send("right");
            assertThat(shell.readLine(LIMIT)).hasValue("right");
        }
    }

    @Test
    void itsExitStatusIsTold() {
        try (JvmProcess echo = JvmProcess.start(Echo.class)) {
            echo.send("end");
            assertThat(echo.awaitExit(LIMIT)).isEqualTo(7);
            assertThat(echo.readLine(LIMIT)).isPresent();
            assertThat(echo.readLine(LIMIT)).isEmpty();
            assertThat(echo.readLine(LIMIT)).isEmpty();
        }
    }

    @Test
    void aSilentChildIsReportedWithWhatItSaidBefore() {
        try (JvmProcess echo = JvmProcess.start(Echo.class)) {
            assertThat(echo.readLine(LIMIT)).isPresent();
            Awaitility.await().atMost(LIMIT).until(() -> echo.describe().contains("a complaint"));
            assertThatThrownBy(() -> echo.readLine(Duration.ofMillis(50)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("nothing within")
                    .hasMessageContaining("a complaint");
        }
    }

    @Test
    void theLastOfTwoFlagsWins() {
        JvmCommand command = JvmCommand.of(Echo.class).withFlags("-Xmx64m").withFlags("-Xmx32m");
        try (JvmProcess echo = JvmProcess.start(command)) {
            String line = echo.readLine(LIMIT).orElseThrow();
            assertThat(Long.parseLong(line.substring(line.lastIndexOf(' ') + 1)))
                    .isLessThanOrEqualTo(32 * 1024 * 1024);
        }
    }

    @Test
    void aStoppedChildIsSilentUntilResumed() {
        try (JvmProcess echo = JvmProcess.start(Echo.class)) {
            assertThat(echo.readLine(LIMIT)).isPresent();
            echo.stop();
            echo.send("ping");
            assertThatThrownBy(() -> echo.readLine(Duration.ofMillis(200))).isInstanceOf(IllegalStateException.class);
            echo.resume();
            assertThat(echo.readLine(LIMIT)).hasValue("echo ping");
        }
    }

    @Test
    void aKilledChildTakesNoMoreLines() {
        try (JvmProcess echo = JvmProcess.start(Echo.class)) {
            echo.kill9();
            assertThat(echo.isAlive()).isFalse();
            assertThatThrownBy(() -> echo.send("x")).isInstanceOf(UncheckedIOException.class);
        }
    }

    @Test
    void childrenDieWithTheirParent() {
        try (JvmProcess parent = JvmProcess.start(Parent.class)) {
            long grandchild = Long.parseLong(parent.readLine(LIMIT).orElseThrow());
            assertThat(ProcessHandle.of(grandchild)).isPresent();
            parent.send("end");
            assertThat(parent.awaitExit(LIMIT)).isZero();
            Awaitility.await()
                    .atMost(LIMIT)
                    .until(() -> ProcessHandle.of(grandchild)
                            .map(ProcessHandle::isAlive)
                            .orElse(false)
                            .equals(false));
        }
    }
}
