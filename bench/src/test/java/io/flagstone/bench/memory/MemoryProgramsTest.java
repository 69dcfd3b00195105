package io.flagstone.bench.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.flagstone.server.Node;
import io.flagstone.server.config.MemorySize;
import io.flagstone.server.config.NodeOptions;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MemoryProgramsTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    private static Node node(int mebibytes) {
        return Node.start(NodeOptions.defaults().withPort(0).withMemory(MemorySize.mebibytes(mebibytes)));
    }

    @Test
    void whatANodeSaysThatItHoldsIsFound() {
        try (Node node = node(8);
                Client client = new Client(node.address())) {
            Holding holding = new Fill(client, 1_000, 8 << 20).run();
            assertThat(holding.items()).isEqualTo(8 * 885);
            assertThat(holding.read()).isEqualTo(holding.items());
            assertThat(holding.evictions()).isPositive();
            assertThat(holding.header()).isEqualTo(56);
            assertThat(holding.chunkBytes()).isEqualTo(8 * 885 * 1_184.0);
        }
    }

    @Test
    void whereThereIsRoomForAllOnlyFirstRequestsMiss() {
        int[] requests = new int[10_000];
        Arrays.setAll(requests, i -> i % 500);
        int[] sizes = new int[500];
        Arrays.fill(sizes, 2_000);
        try (Node node = node(8)) {
            double share = new Replay(new Workload("loop", requests, sizes)).run(node.address());
            assertThat(share).isCloseTo(0.95, within(1e-9));
        }
    }

    @Test
    void serversAreStartedAndCompared() {
        assertThat(capacity("--server", "a=java .", "--memory", "8", "--size", "10000"))
                .as(printed.toString(StandardCharsets.UTF_8))
                .isZero();
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("10000 a");
        int status = ratio(
                "--server", "a=java .", "--workload", "three", "--percent", "50", "--runs", "1", "--mebibytes", "64");
        assertThat(status).as(printed.toString(StandardCharsets.UTF_8)).isZero();
        assertThat(printed.toString(StandardCharsets.UTF_8))
                .contains("three loops")
                .doesNotContain("LESS");
    }

    @Test
    void whatIsHeldAgreesWithItselfWhileSizesShift() {
        int status = ShiftingSizes.execute(
                out, "--server", "a=java .", "--memory", "8", "--times", "3", "--size", "100,20000,300,200000,100");
        assertThat(status).as(printed.toString(StandardCharsets.UTF_8)).isZero();
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("200000").doesNotContain("WRONG");
    }

    @Test
    void figuresThatDoNotAgreeAreNamed() {
        Map<String, String> general = Map.of("limit_maxbytes", "1000", "bytes", "10", "curr_items", "2");
        Map<String, String> slabs = Map.of("1:chunk_size", "100", "1:used_chunks", "2", "total_malloced", "1000");
        assertThat(new ShiftingSizes.Ledger(general, slabs, Map.of("items:1:number", "2")).fault(1000))
                .isEmpty();
        assertThat(new ShiftingSizes.Ledger(general, slabs, Map.of("items:1:number", "3")).fault(1000))
                .isEqualTo("2 items, but 3 in the lists");
        assertThat(new ShiftingSizes.Ledger(general, slabs, Map.of()).fault(2000))
                .startsWith("limit_maxbytes is 1000");
        Map<String, String> few = Map.of("1:chunk_size", "100", "1:used_chunks", "20", "total_malloced", "1000");
        assertThat(new ShiftingSizes.Ledger(general, few, Map.of("items:1:number", "2")).fault(1000))
                .startsWith("items of 10 bytes in chunks of 2000");
    }

    @Test
    void wrongArgumentsAreNamed() {
        assertThat(ShiftingSizes.execute(out, "--size", "0")).isEqualTo(2);
        assertThat(ShiftingSizes.execute(out, "--times", "0")).isEqualTo(2);
        assertThat(capacity("--size", "0")).isEqualTo(2);
        assertThat(capacity("--memory", "1")).isEqualTo(2);
        assertThat(capacity("--server", "a=redis")).isEqualTo(2);
        assertThat(ratio("--percent", "0")).isEqualTo(2);
        assertThat(ratio("--runs", "0")).isEqualTo(2);
        assertThat(ratio("--workload", "none")).isEqualTo(2);
        assertThat(ratio("--server", "java")).isEqualTo(2);
    }

    private int capacity(String... args) {
        return Capacity.execute(out, args);
    }

    private int ratio(String... args) {
        return HitRatio.execute(out, args);
    }
}
