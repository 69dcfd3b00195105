package io.flagstone.samples.plain;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.server.Node;
import io.flagstone.server.config.NodeOptions;
import io.flagstone.testkit.process.JvmCommand;
import io.flagstone.testkit.process.JvmProcess;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The program in a process of its own, as a user would start it. */
class VisitsTest {

    /** The first call of a JVM may take long on a machine that is busy. */
    private static final String PATIENT = "-Dflagstone.timeout=20s";

    private static JvmProcess start(String... arguments) {
        return JvmProcess.start(JvmCommand.of(Visits.class, arguments).withFlags(PATIENT));
    }

    private static List<String> lines(JvmProcess program) {
        List<String> lines = new ArrayList<>();
        Optional<String> line = program.readLine(Duration.ofMinutes(1));
        while (line.isPresent()) {
            lines.add(line.get());
            line = program.readLine(Duration.ofMinutes(1));
        }
        assertThat(program.awaitExit(Duration.ofMinutes(1)))
                .as(program.describe())
                .isZero();
        return lines;
    }

    @Test
    void withoutArgumentsItCountsInANodeOfItsOwn() {
        try (JvmProcess program = start()) {
            assertThat(lines(program)).containsExactly("/ 2", "/news 1");
        }
    }

    @Test
    void programsOnTheSameNodeCountTogether() {
        try (Node node = Node.start(NodeOptions.defaults().withPort(0))) {
            String nodes = "memcached://127.0.0.1:" + node.port();
            try (JvmProcess one = start(nodes, "/", "/", "/one");
                    JvmProcess other = start(nodes, "/", "/other")) {
                lines(one);
                lines(other);
            }
            try (JvmProcess last = start(nodes, "/", "/one", "/other")) {
                assertThat(lines(last)).containsExactly("/ 4", "/one 2", "/other 2");
            }
        }
    }
}
