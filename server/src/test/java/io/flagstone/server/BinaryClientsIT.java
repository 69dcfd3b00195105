package io.flagstone.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.server.config.NodeOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import net.spy.memcached.AddrUtil;
import net.spy.memcached.BinaryConnectionFactory;
import net.spy.memcached.CASResponse;
import net.spy.memcached.CASValue;
import net.spy.memcached.MemcachedClient;
import net.spy.memcached.internal.OperationFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients and tools made for memcached find the protocol they expect. */
class BinaryClientsIT {
    private final Node node = Node.start(NodeOptions.defaults().withPort(0));

    @AfterEach
    void close() {
        node.close();
    }

    /** libmemcached's own check of a server, in either protocol: every line ends in "[pass]". */
    @ParameterizedTest
    @ValueSource(strings = {"-a", "-b"})
    void memccapablePasses(String protocol) throws Exception {
        Process process;
        try {
            process = new ProcessBuilder(
                            "memccapable",
                            "-h",
                            "127.0.0.1",
                            "-p",
                            Integer.toString(node.port()),
                            "-t",
                            "30",
                            "-v",
                            protocol)
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            throw new AssertionError("memccapable is not installed; on Debian: apt-get install libmemcached-tools", e);
        }
        String report = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        List<String> checks = report.lines().filter(line -> line.contains("[")).toList();
        assertThat(checks).as(report).hasSizeGreaterThan(20).allMatch(line -> line.endsWith("[pass]"));
        assertThat(process.exitValue()).as(report).isZero();
        assertThat(node.statistics()).containsEntry("faults", "0");
    }

    private static <T> T got(OperationFuture<T> future) throws Exception {
        return future.get(30, TimeUnit.SECONDS);
    }

    private MemcachedClient spymemcached() throws IOException {
        return new MemcachedClient(new BinaryConnectionFactory(), AddrUtil.getAddresses("127.0.0.1:" + node.port()));
    }

    @Test
    void spymemcachedStoresReadsAndDeletes() throws Exception {
        MemcachedClient client = spymemcached();
        try {
            assertThat(got(client.set("a", 0, "value"))).isTrue();
            assertThat(got(client.add("a", 0, "other"))).isFalse();
            assertThat(got(client.replace("b", 0, "other"))).isFalse();
            assertThat(client.get("a")).isEqualTo("value");
            assertThat(got(client.append("a", "+"))).isTrue();
            assertThat(got(client.prepend("a", "-"))).isTrue();
            assertThat(client.get("a")).isEqualTo("-value+");
            assertThat(got(client.touch("a", 1000))).isTrue();
            assertThat(got(client.delete("a"))).isTrue();
            assertThat(got(client.delete("a"))).isFalse();
            assertThat(client.get("a")).isNull();
            String large = "large ".repeat(150_000);
            assertThat(got(client.set("large", 0, large.getBytes(StandardCharsets.US_ASCII))))
                    .isTrue();
            assertThat(client.get("large")).isEqualTo(large.getBytes(StandardCharsets.US_ASCII));
            assertThat(got(client.flush())).isTrue();
            assertThat(client.get("large")).isNull();
        } finally {
            client.shutdown();
        }
    }

    @Test
    void spymemcachedReadsHundredsOfKeysAtOnce() throws Exception {
        Map<String, Object> entries =
                IntStream.range(0, 500).boxed().collect(Collectors.toMap(i -> "key" + i, i -> "value" + i));
        MemcachedClient client = spymemcached();
        try {
            for (Map.Entry<String, Object> entry : entries.entrySet()) {
                assertThat(got(client.set(entry.getKey(), 0, entry.getValue()))).isTrue();
            }
            List<String> keys = IntStream.range(0, 600).mapToObj(i -> "key" + i).toList();
            assertThat(client.asyncGetBulk(keys).get(30, TimeUnit.SECONDS)).isEqualTo(entries);
        } finally {
            client.shutdown();
        }
    }

    @Test
    void spymemcachedCountsAndComparesAndReadsStatistics() throws Exception {
        MemcachedClient client = spymemcached();
        try {
            assertThat(client.incr("n", 1)).isEqualTo(-1);
            assertThat(client.incr("n", 5, 10)).isEqualTo(10);
            assertThat(client.incr("n", 5, 10)).isEqualTo(15);
            assertThat(client.decr("n", 20)).isZero();
            assertThat(got(client.set("a", 0, "1"))).isTrue();
            CASValue<Object> seen = client.gets("a");
            assertThat(client.cas("a", seen.getCas(), "2")).isEqualTo(CASResponse.OK);
            assertThat(client.cas("a", seen.getCas(), "3")).isEqualTo(CASResponse.EXISTS);
            assertThat(client.cas("b", seen.getCas(), "3")).isEqualTo(CASResponse.NOT_FOUND);
            assertThat(client.getAndTouch("a", 1000).getValue()).isEqualTo("2");
            assertThat(client.getVersions().values()).containsExactly(Node.version());
            assertThat(client.getStats().values())
                    .singleElement()
                    .satisfies(one ->
                            assertThat(one).containsEntry("curr_items", "2").containsEntry("cas_hits", "1"));
        } finally {
            client.shutdown();
        }
    }
}
