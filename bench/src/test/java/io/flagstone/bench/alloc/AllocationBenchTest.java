package io.flagstone.bench.alloc;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.epoll.Epoll;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class AllocationBenchTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    /**
     * The smallest object takes 16 bytes; what the JVM itself allocates now and then is shared by many requests. Where
     * others compile on the same cores, the first rounds may still be interpreted: what holds is what is reached.
     */
    @Test
    void theEventLoopAllocatesNothingForRequests() {
        String transport = Epoll.isAvailable() ? "epoll" : "nio";
        assertThat(quick(transport, "1,32", "8")).as(printed()).isZero();
        assertThat(printed()).contains("get_miss", "ms ", ": held");
    }

    /** With io_uring a round of requests costs one object of Netty's, of 72 bytes. */
    @Test
    void whateverTheTransportRequestsThatComeTogetherCostNextToNothing() {
        assertThat(quick("auto", "32", "8")).as(printed()).isZero();
    }

    private int quick(String transport, String pipeline, String bound) {
        return bench(("--count 10000 --warmup 30000 --size 100 --transport " + transport + " --pipeline " + pipeline
                        + " --bound " + bound)
                .split(" "));
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
