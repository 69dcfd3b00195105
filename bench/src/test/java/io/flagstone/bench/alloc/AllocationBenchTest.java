package io.flagstone.bench.alloc;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.testkit.process.JvmCommand;
import io.flagstone.testkit.process.JvmProcess;
import io.netty.channel.epoll.Epoll;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AllocationBenchTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    /** The smallest object takes 16 bytes; what the JVM itself allocates now and then is shared by many requests. */
    @Test
    void theEventLoopAllocatesNothingForRequests() {
        assertHeld(Epoll.isAvailable() ? "epoll" : "nio", "1,32");
    }

    /** With io_uring a round of requests costs one object of Netty's, of 72 bytes. */
    @Test
    void whateverTheTransportRequestsThatComeTogetherCostNextToNothing() {
        assertHeld("auto", "32");
    }

    /**
     * A JVM of its own, as a node has: where other tests have run before, event loops of other kinds have left their traces in
     * what the compiler knows, and it may leave short-lived objects in.
     */
    private static void assertHeld(String transport, String pipeline) {
        JvmCommand command = JvmCommand.of(
                AllocationBench.class,
                ("--count 10000 --warmup 30000 --size 100 --transport " + transport + " --pipeline " + pipeline
                                + " --bound 8")
                        .split(" "));
        try (JvmProcess process = JvmProcess.start(command)) {
            String verdict = process.awaitLine(line -> line.startsWith("most "), Duration.ofMinutes(3));
            assertThat(verdict).endsWith(": held");
            assertThat(process.awaitExit(Duration.ofSeconds(30))).isZero();
        }
    }

    /** Values that leave without being copied cost some objects, which shows that what is allocated is seen. */
    @Test
    void moreThanTheBoundFailsTheRun() {
        int status = bench(
                "--count", "1000", "--warmup", "1000", "--size", "102400", "--pipeline", "8", "--request", "get_hit");
        assertThat(status).as(printed()).isEqualTo(1);
        assertThat(printed()).contains("EXCEEDED");
    }

    @Test
    void wrongArgumentsAreNamed() {
        assertThat(bench("--size", "0")).isEqualTo(2);
        assertThat(bench("--count", "1")).isEqualTo(2);
        assertThat(bench("--pipeline", "0")).isEqualTo(2);
        assertThat(bench("--rounds", "0")).isEqualTo(2);
        assertThat(bench("--request", "dance")).isEqualTo(2);
        assertThat(bench("--transport", "pigeon")).isEqualTo(2);
    }

    private int bench(String... args) {
        printed.reset();
        return AllocationBench.execute(new PrintStream(printed, true, StandardCharsets.UTF_8), args);
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
