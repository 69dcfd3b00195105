package io.flagstone.bench.hibernate.speed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;

class SpeedLoadTest {

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    private int load(String... args) {
        return SpeedLoad.execute(new PrintStream(printed, true, StandardCharsets.UTF_8), args);
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    @Test
    void everyJobIsMeasuredAndItsAnswersAreRight() {
        String[] brief = {
            "--h2",
            "--arm",
            "stock,off",
            "--threads",
            "2",
            "--rows",
            "400",
            "--runs",
            "1",
            "--seconds",
            "0.1",
            "--warmup",
            "0.1"
        };
        assertThat(load(brief)).as(printed()).isZero();
        for (Job job : Job.values()) {
            assertThat(printed()).contains(job.name().toLowerCase(Locale.ROOT) + " 2t");
        }
        assertThat(printed())
                .containsPattern("round trips +hit +hits +miss +update +insert +collection")
                .containsPattern("stock +1\\.00 +10\\.00 +2\\.0");
    }

    @Test
    void whatWouldTakeTooLongIsRefused() {
        assertThat(load("--limit", "0.1")).isEqualTo(2);
        assertThat(printed()).contains("raise --limit");
    }
}
