package io.flagstone.bench.abuse;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class AbuseProgramsTest {
    private static final String NODE = "a=java . -m 64 -I 2m";

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private int slowReaders(String... more) {
        String[] arguments = {
            "--server",
            NODE,
            "--readers",
            "12",
            "--value-size",
            "100000",
            "--rate",
            "200",
            "--seconds",
            "0.4",
            "--warmup",
            "0",
            "--runs",
            "1"
        };
        return SlowReaders.execute(out, joined(arguments, more));
    }

    private static String[] joined(String[] one, String... other) {
        String[] all = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, all, one.length, other.length);
        return all;
    }

    @Test
    void slowReadersAreToldBesideTheLoad() {
        assertThat(slowReaders("--ratio-bound", "1e9", "--memory-bound", "1e9"))
                .as(printed())
                .isZero();
        assertThat(printed())
                .contains("p99 beside 12 slow readers by p99 alone")
                .contains(": held");
    }

    @Test
    void whatGrowsBeyondTheBoundFails() {
        assertThat(slowReaders("--ratio-bound", "1e-9", "--memory-bound", "1e9"))
                .isEqualTo(1);
        assertThat(printed()).contains("EXCEEDED");
    }

    @Test
    void aServerIsAsBeforeWhenAllWhoCameAreGone() {
        int status = Connects.execute(
                out,
                "--server",
                NODE,
                "--connects",
                "400",
                "--seconds",
                "1",
                "--silence",
                "50",
                "--rate",
                "200",
                "--ratio-bound",
                "1e9");
        assertThat(status).as(printed()).isZero();
        assertThat(printed())
                .contains("200 answered, 0 turned away, 0 without an answer, 0 wrong")
                .contains(": as before");
    }

    @Test
    void wrongArgumentsAreNamed() {
        assertThat(SlowReaders.execute(out, "--readers", "0")).isEqualTo(2);
        assertThat(SlowReaders.execute(out, "--server", "a=redis x")).isEqualTo(2);
        assertThat(Connects.execute(out, "--connects", "1000000")).isEqualTo(2);
        assertThat(Connects.execute(out, "--rate", "-1")).isEqualTo(2);
    }
}
