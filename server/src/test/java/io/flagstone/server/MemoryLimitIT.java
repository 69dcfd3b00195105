package io.flagstone.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.server.support.NodeProcess;
import io.flagstone.server.support.Wire;
import java.lang.reflect.Method;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A hundred times its memory is written to a node, in sizes from 10 bytes to a megabyte, and its resident memory stays
 * within mem_size and 120 MiB: JVM, its compiler, heap, first pages of late classes, index and network buffers together.
 * The JVM is started as docs/node.md says.
 */
class MemoryLimitIT {
    private static final long MEMORY = 64L << 20;
    private static final long BOUND = 120L << 20;

    static final List<String> FLAGS = List.of(
            "-XX:+UseSerialGC",
            "-Xms16m",
            "-Xmx64m",
            "-Xmn2m",
            "-Xss512k",
            "-XX:CICompilerCount=2",
            "-XX:MaxDirectMemorySize=160m",
            "-XX:CompileCommand=quiet",
            "-XX:CompileCommand=dontinline,io.flagstone.server.internal.net.Connection::consume",
            "-XX:CompileCommand=dontinline,io.flagstone.server.internal.command.Executor::execute",
            "-XX:CompileCommand=dontinline,io.flagstone.server.internal.operation.Storing::open",
            "-XX:CompileCommand=dontinline,io.flagstone.server.internal.operation.Storing::store",
            "-XX:CompileCommand=dontinline,io.flagstone.server.internal.items.Evictor::makeRoomAnywhere");

    private static final int PIPELINE = 200_000;

    @Test
    void residentMemoryStaysWithinItsBound() {
        ProcessBuilder command = NodeProcess.command(FLAGS, "-p", "0", "-m", "64");
        command.environment().put("MALLOC_ARENA_MAX", "1");
        try (NodeProcess node = NodeProcess.start(command);
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

    /** A flag that names a method which is no longer there would be obeyed without a word. */
    @ParameterizedTest
    @MethodSource("methodsKeptApart")
    void methodsThatTheCompilerKeepsApartAreThere(String method) throws ClassNotFoundException {
        String[] parts = method.split("::");
        assertThat(Class.forName(parts[0]).getDeclaredMethods())
                .extracting(Method::getName)
                .contains(parts[1]);
    }

    static Stream<String> methodsKeptApart() {
        String kept = "-XX:CompileCommand=dontinline,";
        return FLAGS.stream().filter(flag -> flag.startsWith(kept)).map(flag -> flag.substring(kept.length()));
    }

    /** Evenly spread over the powers of ten, so that all slab classes get their share. */
    private static int length(Random random) {
        return (int) Math.pow(10, 1 + 5 * random.nextDouble());
    }
}
