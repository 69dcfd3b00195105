package io.flagstone.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.support.Web;
import io.flagstone.server.support.Wire;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Metrics are those of Prometheus' memcached exporter, by name and label, and ours. The list in the resources is what
 * that exporter can say of a memcached without external storage and without the proxy, and of its process.
 */
class MetricsTest {
    private static final Pattern SAMPLE = Pattern.compile("([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\\{(.*)})? ([-+.0-9a-zA-Z]+)");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"([^\"\\\\]*)\"");

    private static final Node NODE = Node.start(NodeOptions.defaults()
            .withPort(0)
            .with("temporary_ttl", "61")
            .with("admin_port", "0")
            .with("transport", "nio"));

    private static String page = "";

    @BeforeAll
    static void traffic() {
        try (Wire wire = new Wire(NODE.port())) {
            wire.ask("set a 0 0 1\r\n5");
            wire.ask("set temporary 0 30 1\r\n5");
            wire.talk(
                    "get a a a\r\nget b\r\nincr a 1\r\nincr none 1\r\ndelete none\r\ncas a 0 0 1 1\r\nx\r\nmg a\r\nmg b\r\n");
            wire.talk("add a 0 0 1\r\nx\r\nflush_all 1000\r\n");
        }
        page = new Web(AdminPortTest.admin(NODE)).get("/metrics").body();
    }

    @AfterAll
    static void close() {
        NODE.close();
    }

    private static Map<String, String> exporter() throws IOException {
        String list = "/prometheus/memcached_exporter.txt";
        try (InputStream in = Objects.requireNonNull(MetricsTest.class.getResourceAsStream(list))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> (line + " ").split(" ", 2))
                    .collect(Collectors.toMap(
                            parts -> parts[0], parts -> parts[1].trim(), (one, other) -> one, TreeMap::new));
        }
    }

    /** Names of samples, and the names of their labels. */
    private static Map<String, String> samples(String prefix) {
        Map<String, String> samples = new TreeMap<>();
        page.lines()
                .filter(line -> line.startsWith(prefix) && !line.startsWith("#"))
                .forEach(line -> {
                    Matcher sample = SAMPLE.matcher(line);
                    assertThat(sample.matches()).as(line).isTrue();
                    TreeSet<String> labels = new TreeSet<>();
                    Matcher label = LABEL.matcher(String.valueOf(sample.group(2)));
                    while (label.find()) {
                        labels.add(label.group(1));
                    }
                    samples.put(sample.group(1), String.join(",", labels));
                });
        return samples;
    }

    private static double value(String name, String... labels) {
        return page.lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> Arrays.stream(labels).allMatch(line::contains))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + Arrays.toString(labels) + " in\n" + page));
    }

    @Test
    void namesAndLabelsAreTheExporters() throws IOException {
        assertThat(samples("memcached_")).isEqualTo(exporter());
    }

    @Test
    void everyMetricHasItsHelpAndType() {
        samples("").keySet().stream()
                .map(name -> name.replaceFirst("_(bucket|sum|count)$", ""))
                .forEach(name -> assertThat(page).contains("# HELP " + name + " ", "# TYPE " + name + " "));
    }

    @Test
    void requestsAreCountedByCommandAndOutcomeAsTheExporterDoes() {
        String name = "memcached_commands_total";
        assertThat(value(name, "command=\"get\"", "status=\"hit\"")).isEqualTo(4);
        assertThat(value(name, "command=\"get\"", "status=\"miss\"")).isEqualTo(2);
        assertThat(value(name, "command=\"incr\"", "status=\"hit\"")).isEqualTo(1);
        assertThat(value(name, "command=\"incr\"", "status=\"miss\"")).isEqualTo(1);
        assertThat(value(name, "command=\"delete\"", "status=\"miss\"")).isEqualTo(1);
        assertThat(value(name, "command=\"cas\"", "status=\"badval\"")).isEqualTo(1);
        assertThat(value(name, "command=\"flush\"")).isEqualTo(1);
        // Two set and one add; the cas is not counted again.
        assertThat(value(name, "command=\"set\"")).isEqualTo(3);
    }

    @Test
    void whatTheNodeHoldsIsWhatItsStatisticsSay() {
        Map<String, String> statistics = NODE.statistics();
        assertThat(value("memcached_current_items")).isEqualTo(2);
        assertThat(value("memcached_limit_bytes")).isEqualTo(64 << 20);
        assertThat(value("memcached_malloced_bytes")).isEqualTo(1 << 20);
        assertThat(value("memcached_current_bytes")).isEqualTo(Double.parseDouble(statistics.get("bytes")));
        assertThat(value("memcached_max_connections")).isEqualTo(1024);
        assertThat(value("memcached_slab_chunk_size_bytes", "slab=\"1\"")).isEqualTo(96);
        assertThat(value("memcached_slab_temporary_items", "slab=\"1\"")).isEqualTo(1);
        assertThat(value("memcached_version", "version=\"" + Node.version() + "\""))
                .isEqualTo(1);
    }

    @Test
    void whatOnlyThisNodeKnowsIsThereToo() {
        assertThat(value("flagstone_event_loops")).isEqualTo(4);
        assertThat(value("flagstone_info", "transport=\"nio\"")).isEqualTo(1);
        assertThat(value("flagstone_lookahead_keys_total")).isGreaterThan(2);
        assertThat(value("flagstone_jvm_direct_bytes")).isGreaterThan(1 << 20);
        assertThat(value("flagstone_jvm_heap_bytes")).isPositive();
        assertThat(page).contains("flagstone_batch_seconds_bucket{le=\"+Inf\"}");
    }
}
