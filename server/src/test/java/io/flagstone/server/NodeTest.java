package io.flagstone.server;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.flagstone.server.config.MemorySize;
import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.config.OptionException;
import io.flagstone.server.support.Wire;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class NodeTest {
    private static final NodeOptions ANY = NodeOptions.defaults().withPort(0);

    @ParameterizedTest
    @MethodSource("io.flagstone.server.support.Transports#available")
    void everyTransportServes(String transport) {
        try (Node node = Node.start(ANY.with("transport", transport));
                Wire wire = new Wire(node.port())) {
            assertThat(wire.ask("version")).isEqualTo("VERSION 1.6.45-flagstone-0.1.0");
            String value = "v".repeat(1_000_000);
            wire.send("set big 0 0 " + value.length() + "\r\n" + value + "\r\n");
            assertThat(wire.line()).isEqualTo("STORED");
            assertThat(wire.askUntil("get big", "END")).isEqualTo("VALUE big 0 1000000\r\n" + value + "\r\nEND\r\n");
            assertThat(node.statistics()).containsEntry("transport", transport);
        }
    }

    @Test
    void aNodeListensOnLoopbackOnAPortOfItsOwn() {
        try (Node one = Node.start(ANY);
                Node other = Node.start(ANY)) {
            assertThat(one.address().getAddress().isLoopbackAddress()).isTrue();
            assertThat(one.port()).isPositive().isNotEqualTo(other.port());
            try (Wire wire = new Wire(one.port())) {
                assertThat(wire.ask("mg a N0")).isEqualTo("HD W");
            }
            assertThat(one.statistics()).containsEntry("curr_items", "1");
            assertThat(other.statistics()).containsEntry("curr_items", "0");
        }
    }

    @Test
    void closingTwiceIsClosingOnce() {
        Node node = Node.start(ANY);
        Wire wire = new Wire(node.port());
        assertThat(wire.ask("mn")).isEqualTo("MN");
        node.close();
        node.close();
        assertThat(wire.isClosedByServer()).isTrue();
        assertThatThrownBy(() -> new Wire(node.port())).isInstanceOf(UncheckedIOException.class);
        wire.close();
    }

    @Test
    void manyNodesComeAndGoAndLeaveNoThreadBehind() {
        Set<Thread> before = threadsOfNodes(); // of engines that other tests keep
        long start = System.nanoTime();
        int nodes = 200;
        for (int i = 0; i < nodes; i++) {
            try (Node node = Node.start(ANY);
                    Wire wire = new Wire(node.port())) {
                assertThat(wire.ask("mn")).isEqualTo("MN");
            }
        }
        double millis = (System.nanoTime() - start) / 1e6 / nodes;
        assertThat(millis).as("milliseconds to start, use and stop a node").isLessThan(100);
        // A thread says that it has ended shortly before it has.
        await().atMost(5, SECONDS)
                .untilAsserted(
                        () -> assertThat(threadsOfNodes()).as("new threads").isSubsetOf(before));
    }

    /** Ours and Netty's; one of the latter's is no daemon and would keep a JVM from ending. */
    private static Set<Thread> threadsOfNodes() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("flagstone")
                        || thread.getName().contains("EventExecutor"))
                .collect(Collectors.toSet());
    }

    @Test
    void aPortInUseIsNamed() {
        try (Node node = Node.start(ANY)) {
            assertThatThrownBy(() -> Node.start(ANY.withPort(node.port())))
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining(Integer.toString(node.port()));
        }
    }

    @Test
    void aPublicAddressIsRefusedUnlessInsecureIsWanted() {
        assertThatThrownBy(() -> Node.start(ANY.withListenAddress("0.0.0.0")))
                .isInstanceOf(OptionException.class)
                .hasMessageContainingAll("0.0.0.0", "--insecure");
        try (Node node = Node.start(ANY.withListenAddress("0.0.0.0").withInsecure(true))) {
            assertThat(node.port()).isPositive();
        }
    }

    @Test
    void moreMemoryThanTheJvmMayTakeIsRefusedWithTheFlagThatHelps() {
        assertThatThrownBy(() -> Node.start(ANY.withMemory(MemorySize.mebibytes(1 << 20))))
                .isInstanceOf(OptionException.class)
                .hasMessageMatching("mem_size: 1024g.*-XX:MaxDirectMemorySize=\\d+m");
    }

    @Test
    void enginesAndHashesThatAreNotThereAreNamed() {
        assertThatThrownBy(() -> Node.start(ANY.withStorageEngine("tape")))
                .isInstanceOf(OptionException.class)
                .hasMessageContainingAll("storage_engine: tape", "slab");
        assertThatThrownBy(() -> Node.start(ANY.withKeyHash("jenkins")))
                .isInstanceOf(OptionException.class)
                .hasMessageContainingAll("hash_algorithm: jenkins", "folded", "murmur3");
    }
}
