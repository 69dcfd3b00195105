package io.flagstone.bench.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SoakTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }

    private static Series line(double at, double perHour) {
        Series series = new Series(61);
        for (int i = 0; i <= 60; i++) {
            series.add(i / 60.0, at + perHour * i / 60.0 + (i % 2 == 0 ? 1 : -1));
        }
        return series;
    }

    @Test
    void slopesAreThoseOfTheNearestLine() {
        assertThat(line(199, 2).percentPerHour()).isCloseTo(1, within(0.05));
        assertThat(line(100, 0).percentPerHour()).isCloseTo(0, within(0.05));
        assertThat(line(100, 5).from(0.5).size()).isEqualTo(31);
        assertThat(new Series(0).percentPerHour()).isZero();
    }

    @Test
    void latenciesThatDriftAreNamed() {
        Judge judge = new Judge(out, 1, 10);
        assertThat(judge.drift(line(1000, 60))).isTrue();
        assertThat(judge.drift(line(1000, 300))).isFalse();
        assertThat(printed()).contains("beyond 10");
    }

    @Test
    void whatGrowsIsNamed() {
        try (Observed process = Observed.self("this", 10)) {
            for (int i = 0; i < 10; i++) {
                process.series(Observed.Figure.THREADS).add(i / 10.0, 100 + i);
            }
            assertThat(new Judge(out, 1, 10).slopes(List.of(process), 0)).isFalse();
            assertThat(new Judge(out, 50, 10).slopes(List.of(process), 0)).isTrue();
        }
        assertThat(printed()).contains("threads").contains("beyond 1.0");
    }

    @Test
    void threadsAndFilesThatAreMoreThanBeforeAreNamed(@TempDir Path folder) throws Exception {
        Roster before = Roster.of(ProcessHandle.current().pid());
        Path file = folder.resolve("opened-since");
        CountDownLatch named = new CountDownLatch(1);
        CountDownLatch done = new CountDownLatch(1);
        Thread thread = new Thread(
                () -> {
                    named.countDown();
                    await(done);
                },
                "grown-7");
        thread.start();
        await(named); // the system learns a thread's name when it begins to run
        try (OutputStream open = Files.newOutputStream(file)) {
            open.write(1);
            Roster after = Roster.of(ProcessHandle.current().pid());
            assertThat(after.beyond(before)).contains("thread grown-#: 0 to 1").contains("opened-since: 0 to 1");
            assertThat(before.beyond(before)).isEmpty();
        } finally {
            done.countDown();
            thread.join();
        }
    }

    private static void await(CountDownLatch done) {
        try {
            done.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void aNodeIsKilledAndAllValuesStayRight() {
        int status = Soak.execute(
                out,
                "--node",
                "n=java . -m 8",
                "--nodes",
                "2",
                "--minutes",
                "0.05",
                "--window",
                "1s",
                "--peak",
                "0.2s",
                "--kill-every",
                "1s",
                "--down",
                "0s",
                "--threads",
                "2",
                "--keys",
                "500");
        assertThat(status).as(printed()).isZero();
        assertThat(printed()).contains("kills 1").contains(" 0 wrong").contains("judged from 30 minutes on");
    }

    @Test
    void wrongArgumentsAreNamed() {
        assertThat(Soak.execute(out, "--share", "2")).isEqualTo(2);
        assertThat(Soak.execute(out, "--nodes", "1")).isEqualTo(2);
        assertThat(Soak.execute(out, "--kill-every", "often")).isEqualTo(2);
    }
}
