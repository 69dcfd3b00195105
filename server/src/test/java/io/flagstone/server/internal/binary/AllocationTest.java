package io.flagstone.server.internal.binary;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.internal.operation.Dialogue;
import io.flagstone.server.internal.operation.Peer;
import io.flagstone.server.internal.operation.Tools;
import io.flagstone.server.internal.report.NodeFacts;
import io.flagstone.server.store.PinnedValue;
import io.flagstone.server.support.Ask;
import io.flagstone.server.support.Facts;
import io.flagstone.server.support.ManualTime;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A binary request leaves nothing for the garbage collector, not even before the compiler has looked at the code. */
class AllocationTest {
    private static final int BATCHES = 2_000;

    static List<List<Ask>> batches() {
        String value = "v".repeat(2000);
        return List.of(
                List.of(Ask.set("a", value), Ask.get("a"), Ask.of(0x0c, "a"), Ask.get("b"), Ask.of(0x0d, "b")),
                List.of(
                        Ask.store(0x02, "a", value, 7, 9),
                        Ask.store(0x11, "c", "1", 0, 0),
                        Ask.store(0x03, "c", "2", 0, 0)),
                List.of(
                        Ask.set("a", "1"),
                        Ask.join(0x0e, "a", "2"),
                        Ask.join(0x1a, "a", "3"),
                        Ask.of(0x04, "a"),
                        Ask.of(0x14, "a")),
                List.of(Ask.count(0x05, "n", 1, 1, 0), Ask.count(0x16, "n", 3, 1, 0), Ask.count(0x05, "m", 1, 1, -1)),
                List.of(
                        Ask.timed(0x1c, "a", 60),
                        Ask.timed(0x1d, "a", 60),
                        Ask.timed(0x24, "a", 0),
                        Ask.noop(),
                        Ask.of(0x55, "k")),
                List.of(Ask.set("a", "1").withCas(99), Ask.of(0x04, "a").withCas(99), Ask.of(0x0b), Ask.of(0x18)));
    }

    @ParameterizedTest
    @MethodSource("batches")
    void requestsAllocateNothing(List<Ask> batch) {
        assertThat(bytesEach(batch)).as("bytes a request of %s", batch).isZero();
    }

    /** Or else the test above would mean nothing. */
    @Test
    void whatAllocatesIsNoticed() {
        assertThat(bytesEach(List.of(Ask.of(0x10, "nonsense")))).isPositive();
    }

    private static long bytesEach(List<Ask> batch) {
        NodeFacts facts = Facts.of(NodeOptions.defaults(), new ManualTime().clock());
        try {
            Tools tools = Tools.of(facts, facts.counters().forLoop());
            Dialogue dialogue = new BinaryDialogue(new BinaryExecutor(tools), new Silent(), null);
            byte[] bytes = Ask.bytes(batch);
            run(dialogue, bytes);
            long before = allocated();
            run(dialogue, bytes);
            long each = (allocated() - before) / ((long) BATCHES * batch.size());
            dialogue.close();
            return each;
        } finally {
            facts.engine().close();
        }
    }

    private static void run(Dialogue dialogue, byte[] bytes) {
        for (int i = 0; i < BATCHES; i++) {
            dialogue.begin();
            int at = 0;
            while (at < bytes.length) {
                at = dialogue.execute(bytes, at, bytes.length, false);
            }
            dialogue.end();
        }
    }

    private static long allocated() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean()).getCurrentThreadAllocatedBytes();
    }

    private static final class Silent implements Peer {
        @Override
        public int id() {
            return 1;
        }

        @Override
        public void send(byte[] bytes, int length) {}

        @Override
        public void sendPinned(PinnedValue value) {
            value.release();
        }

        @Override
        public boolean isCongested() {
            return false;
        }
    }
}
