package io.flagstone.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.support.Certificates;
import io.flagstone.server.support.Web;
import io.flagstone.server.support.Wire;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the guide tells operators to look at is there. */
class OperatingPageTest {
    /** Said once there was a fault, and not before. */
    private static final String FAULTS = "flagstone_faults_total";

    private static final Node NODE = Node.start(
            NodeOptions.defaults().withPort(0).with("admin_port", "0").with("transport", "nio"));

    private static String alarms = "";

    @BeforeAll
    static void read() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "operating.md"));
        int from = page.indexOf("\n## What to alarm on\n");
        int to = page.indexOf("\n## ", from + 1);
        alarms = page.substring(from, to < 0 ? page.length() : to);
        try (Wire wire = new Wire(NODE.port())) {
            wire.ask("set a 0 0 1\r\n5");
        }
    }

    @AfterAll
    static void close() {
        NODE.close();
    }

    private static Set<String> named(String pattern) {
        return Pattern.compile(pattern, Pattern.MULTILINE)
                .matcher(alarms)
                .results()
                .map((MatchResult found) -> found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void everyMetricToAlarmOnIsToldToPrometheus() {
        Set<String> named = named("\\b((?:memcached|flagstone)_[a-z_]+[a-z])\\b");
        assertThat(named).hasSizeGreaterThan(15).contains(FAULTS);
        named.remove(FAULTS);
        // how late loops are is known some seconds after the start
        await().atMost(Duration.ofMinutes(1))
                .untilAsserted(() -> assertThat(told()).containsAll(named));
    }

    private static Set<String> told() {
        return new Web(AdminPortTest.admin(NODE))
                .get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.split(" ")[2])
                .collect(Collectors.toSet());
    }

    @Test
    void everyStatisticToLookAtIsInStatsOfANodeWithPasswords(@TempDir Path directory) {
        Path users = Certificates.write(directory.resolve("users"), "bob:secret\n");
        Map<String, String> statistics;
        try (Node node = Node.start(NodeOptions.defaults().withPort(0).with("auth_file", users.toString()))) {
            statistics = node.statistics();
        }
        String rows = alarms.substring(alarms.indexOf("| From `stats` |"), alarms.indexOf("| From the bean "));
        Set<String> names = Pattern.compile("(?m)^\\| `(\\w+)`")
                .matcher(rows)
                .results()
                .map(row -> row.group(1))
                .collect(Collectors.toSet());
        assertThat(names).hasSizeGreaterThan(2).allMatch(statistics::containsKey);
        assertThat(statistics).containsKey("faults");
    }
}
