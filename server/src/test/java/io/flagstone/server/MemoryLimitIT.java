package io.flagstone.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.server.support.NodeProcess;
import io.flagstone.server.support.Wire;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * A hundred times its memory is written to a node, in sizes from 10 bytes to a megabyte, and its resident memory stays
 * within mem_size and 160 MiB: JVM, its compiler, heap, first pages of late classes, index and network buffers together.
 */
class MemoryLimitIT {
    private static final long MEMORY = 64L << 20;
    /** The optimizing compiler alone takes up to 58 MiB at a time, for a single method. */
    private static final long BOUND = 160L << 20;

    private static final int PIPELINE = 200_000;

    @Test
    void residentMemoryStaysWithinItsBound() {
        try (NodeProcess node =
                        NodeProcess.start(List.of("-Xmx64m", "-XX:MaxDirectMemorySize=160m"), "-p", "0", "-m", "64");
                Wire wire = new Wire(node.port())) {
            Random random = new Random(1);
            byte[] batch = new byte[PIPELINE + (1 << 20) + 100];
            long written = 0;
            while (written < 100 * MEMORY) {
                int filled = 0;
                while (filled < PIPELINE) {
                    int length = length(random);
                    byte[] head = Wire.bytes("ms key" + random.nextInt(4_000_000) + " " + length + " q\r\n");
                    System.arraycopy(head, 0, batch, filled, head.length);
                    filled += head.length + length;
                    batch[filled++] = '\r';
                    batch[filled++] = '\n';
                    written += length;
                }
                wire.send(batch, 0, filled);
            }
            assertThat(wire.ask("mg none"))
                    .as("no store was refused before this")
                    .isEqualTo("EN");
            String statistics = wire.askUntil("stats", "END");
            long beyond = node.residentPeakBytes() - MEMORY;
            assertThat(beyond).as("bytes beyond mem_size at the peak").isLessThan(BOUND);
            assertThat(statistics).containsPattern("STAT evictions [1-9]").contains("STAT faults 0");
        }
    }

    /** Evenly spread over the powers of ten, so that all slab classes get their share. */
    private static int length(Random random) {
        return (int) Math.pow(10, 1 + 5 * random.nextDouble());
    }
}
