package io.flagstone.server;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.support.Values;
import io.flagstone.server.support.Wire;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients that take their answers slowly, or not at all. */
class BackPressureTest {
    private static final int MEGABYTE = 1_000_000;

    private final Node node = Node.start(NodeOptions.defaults().withPort(0));

    @AfterEach
    void close() {
        node.close();
    }

    private long written() {
        return Long.parseLong(node.statistics().get("bytes_written"));
    }

    /** Waits until the node has written nothing for a while; answers how much it had. */
    private long settled() throws InterruptedException {
        long before = -1;
        long now = written();
        while (now != before) {
            TimeUnit.MILLISECONDS.sleep(300);
            before = now;
            now = written();
        }
        return now;
    }

    private void store(String key, byte[] value) {
        try (Wire wire = new Wire(node.port())) {
            wire.send("set " + key + " 0 0 " + value.length + "\r\n").send(value);
            assertThat(wire.ask("")).isEqualTo("STORED");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {100, 10_000, MEGABYTE})
    void aClientThatNeverReadsStopsTheNodeFromExecutingForIt(int length) throws InterruptedException {
        store("a", new byte[length]);
        long start = written();
        int commands = 400_000_000 / length;
        Thread flood;
        try (Wire silent = new Wire(node.port(), 8192)) {
            flood = new Thread(() -> {
                try {
                    for (int i = 0; i < commands; i++) {
                        silent.send("mg a v\r\n");
                    }
                } catch (RuntimeException e) {
                    // The socket is closed under it at the end; until then it is stuck in send.
                }
            });
            flood.start();
            long waiting = settled() - start;
            assertThat(waiting)
                    .as("bytes written for a client that does not read")
                    .isLessThan(16L * MEGABYTE);
            try (Wire other = new Wire(node.port())) {
                assertThat(other.ask("mn")).isEqualTo("MN");
            }
        }
        flood.join();
        await().atMost(10, SECONDS).until(() -> "0".equals(node.statistics().get("curr_connections")));
    }

    @Test
    void aMultigetOfLargeValuesPausesInTheMiddleAndGoesOn() throws InterruptedException {
        byte[] value = Values.of(5, MEGABYTE);
        store("big", value);
        int keys = 1000;
        try (Wire slow = new Wire(node.port(), 8192)) {
            long start = written();
            slow.send("get" + " big".repeat(keys) + "\r\nmn\r\n");
            assertThat(settled() - start).isLessThan(16L * MEGABYTE);
            for (int i = 0; i < keys; i++) {
                assertThat(slow.line()).isEqualTo("VALUE big 0 " + MEGABYTE);
                byte[] seen = slow.exactly(MEGABYTE + 2);
                assertThat(Arrays.equals(seen, 0, MEGABYTE, value, 0, MEGABYTE)).isTrue();
            }
            assertThat(slow.line()).isEqualTo("END");
            assertThat(slow.line()).isEqualTo("MN");
        }
    }

    @Test
    void operatorsSeeThatAClientDoesNotTakeItsAnswersAndThatItHas() {
        store("a", new byte[MEGABYTE]);
        try (Wire slow = new Wire(node.port(), 8192);
                Wire operator = new Wire(node.port())) {
            slow.send("mg a v\r\n".repeat(40));
            await().until(() -> operator.askUntil("stats conns", "END")
                    .matches("(?s).*STAT (\\d+):state conn_mwrite\r\nSTAT \\1:resps_waiting [1-9]\\d?\r\n.*"));
            slow.exactly(40 * (MEGABYTE + "VA 1000000\r\n\r\n".length()));
            await().until(() -> !operator.askUntil("stats conns", "END").contains("resps_waiting"));
        }
    }

    /** Input that a held-up connection has received already is executed in order once it goes on. */
    @Test
    void nothingIsLostOrReorderedByPausing() {
        store("a", new byte[100_000]);
        StringBuilder script = new StringBuilder();
        for (int i = 0; i < 500; i++) {
            script.append("mg a v O").append(i).append("\r\nms b 5 O").append(i).append("\r\nhello\r\n");
        }
        try (Wire slow = new Wire(node.port(), 8192)) {
            slow.send(script.toString());
            for (int i = 0; i < 500; i++) {
                assertThat(slow.line()).isEqualTo("VA 100000 O" + i);
                slow.exactly(100_002);
                assertThat(slow.line()).isEqualTo("HD O" + i);
            }
        }
    }

    @Test
    void aHalfSentValueSurvivesItsDeletionAndReplacement() throws InterruptedException {
        byte[] value = Values.of(9, MEGABYTE);
        store("big", value);
        try (Wire slow = new Wire(node.port(), 4096);
                Wire other = new Wire(node.port())) {
            slow.send("get big big big big big big big big\r\n");
            settled();
            assertThat(other.ask("delete big")).isEqualTo("DELETED");
            for (int i = 0; i < 150; i++) {
                store("other" + i, Values.of(i, MEGABYTE));
            }
            assertThat(Long.parseLong(node.statistics().get("evictions"))).isPositive();
            int whole = 0;
            String line = slow.line();
            while (!line.equals("END")) {
                byte[] seen = slow.exactly(MEGABYTE + 2);
                assertThat(Arrays.equals(seen, 0, MEGABYTE, value, 0, MEGABYTE)).isTrue();
                whole++;
                line = slow.line();
            }
            assertThat(whole).isPositive();
        }
    }

    @Test
    void connectionsThatDieInTheMiddleOfAValueLeaveNothingBehind() {
        for (int i = 0; i < 50; i++) {
            try (Wire wire = new Wire(node.port())) {
                wire.send("set half" + i + " 0 0 " + MEGABYTE + "\r\n").send(new byte[300_000]);
            }
        }
        await().atMost(10, SECONDS).until(() -> "0".equals(node.statistics().get("curr_connections")));
        try (Wire wire = new Wire(node.port())) {
            for (String line : wire.askUntil("stats slabs", "END").split("\r\n")) {
                if (line.contains("used_chunks")) {
                    assertThat(line).endsWith(" 0");
                }
            }
            assertThat(wire.ask("mg half1")).isEqualTo("EN");
        }
    }

    @Test
    void aDumpWaitsForItsReader() throws InterruptedException {
        try (Wire wire = new Wire(node.port())) {
            StringBuilder script = new StringBuilder();
            for (int i = 0; i < 100_000; i++) {
                script.append("ms key-with-some-length-").append(i).append(" 1 q\r\nx\r\n");
            }
            wire.talk(script.toString());
        }
        try (Wire slow = new Wire(node.port(), 4096);
                Wire other = new Wire(node.port())) {
            long start = written();
            slow.send("lru_crawler metadump all\r\nmn\r\n");
            assertThat(settled() - start).as("bytes ahead of the reader").isLessThan(8_000_000);
            assertThat(other.ask("mn")).isEqualTo("MN");
            int keys = 0;
            assertThat(slow.line()).isEqualTo("OK");
            while (!slow.line().equals("END")) {
                keys++;
            }
            assertThat(keys).isEqualTo(100_000);
            assertThat(slow.line()).isEqualTo("MN");
        }
    }
}
