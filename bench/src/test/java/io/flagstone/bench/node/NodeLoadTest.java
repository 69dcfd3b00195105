package io.flagstone.bench.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.testkit.process.ServerProcess;
import io.flagstone.testkit.process.StockMemcached;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeLoadTest {
    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void everyWorkloadIsMeasuredAndChecked(@TempDir Path directory) throws IOException {
        Path json = directory.resolve("runs");
        try (ServerProcess server = StockMemcached.start()) {
            String running = "a=" + server.hostAndPort() + "@" + server.pid();
            int status = load(
                    "--server",
                    running,
                    "--server",
                    "b=memcached -m 64",
                    "--runs",
                    "1",
                    "--seconds",
                    "0.5",
                    "--warmup",
                    "0.01",
                    "--size",
                    "100",
                    "--connections",
                    "3",
                    "--pipeline",
                    "4",
                    "--json",
                    json.toString());
            assertThat(status).as(printed()).isZero();
        }
        assertThat(printed()).doesNotContain("misses");
        assertThat(Files.readAllLines(json))
                .hasSize(6 * 2)
                .allMatch(line -> line.contains("\"misses\":0,\"errors\":0"))
                .noneMatch(line -> line.contains("\"perSecond\":0.000"));
    }

    @Test
    void aRateIsNotExceeded(@TempDir Path directory) throws IOException {
        Path json = directory.resolve("runs");
        int status = load(("--server;a=memcached -m 64;--runs;1;--seconds;1;--warmup;0.2;--size;100;--workload;get,set"
                        + ";--connections;3;--pipeline;1,4;--threads;2;--rate;2000;--json;" + json)
                .split(";"));
        assertThat(status).as(printed()).isZero();
        assertThat(Files.readAllLines(json))
                .hasSize(4)
                .allSatisfy(line -> assertThat(perSecond(line)).isBetween(1.0, 2100.0));
    }

    private static double perSecond(String line) {
        return Double.parseDouble(line.replaceAll(".*\"perSecond\":([0-9.]+).*", "$1"));
    }

    @Test
    void largeValuesComeBackWhole() {
        int status = load(
                "--server",
                "a=memcached -m 64",
                "--runs",
                "1",
                "--seconds",
                "0.5",
                "--warmup",
                "0",
                "--size",
                "102400",
                "--connections",
                "2",
                "--pipeline",
                "8",
                "--workload",
                "mixed,multiget",
                "--threads",
                "2");
        assertThat(status).as(printed()).isZero();
        assertThat(printed()).contains("mixed 102400B 2c p8").doesNotContain("misses");
    }

    @Test
    void valuesTheServerDroppedAreCountedAsMisses() {
        int status = load(
                "--server",
                "a=memcached -m 2 -o slab_reassign",
                "--runs",
                "1",
                "--seconds",
                "0.5",
                "--warmup",
                "0",
                "--size",
                "10000",
                "--keys",
                "5000",
                "--connections",
                "1",
                "--pipeline",
                "1",
                "--workload",
                "get");
        assertThat(status).as(printed()).isZero();
        assertThat(printed()).containsPattern("[1-9]\\d* misses, 0 errors");
    }

    @Test
    void aServerThatAnswersWronglyFailsTheRun() throws IOException {
        try (ServerSocket liar = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> lie(liar));
            thread.setDaemon(true);
            thread.start();
            int status = load(
                    "--server",
                    "liar=127.0.0.1:" + liar.getLocalPort(),
                    "--runs",
                    "1",
                    "--seconds",
                    "0.5",
                    "--keys",
                    "1",
                    "--workload",
                    "mg",
                    "--size",
                    "20",
                    "--connections",
                    "1",
                    "--pipeline",
                    "1");
            assertThat(status).isEqualTo(1);
        }
    }

    /** Stores what it is given and then answers with another value. */
    private static void lie(ServerSocket server) {
        while (true) {
            try (Socket client = server.accept()) {
                InputStream input = client.getInputStream();
                OutputStream output = client.getOutputStream();
                byte[] buffer = new byte[1_000];
                for (int read = input.read(buffer); read > 0; read = input.read(buffer)) {
                    boolean store = buffer[1] == 's';
                    output.write((store ? "HD\r\n" : "VA 20\r\n000000000000abcdefgX\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
                }
            } catch (IOException closed) {
                return;
            }
        }
    }

    @Test
    void wrongArgumentsAreNamed() {
        assertThat(load()).isEqualTo(2);
        assertThat(load("--server", "a=memcached", "--size", "3")).isEqualTo(2);
        assertThat(load("--server", "a=memcached", "--workload", "dance")).isEqualTo(2);
        assertThat(load("--server", "a=memcached", "--pin", "0")).isEqualTo(2);
        assertThat(load("--server", "a=127.0.0.1:1", "--pin", "0:1")).isEqualTo(2);
        assertThat(load("--server", "nonsense")).isEqualTo(2);
        assertThat(load("--server", "a=memcached", "--seconds", "60")).isEqualTo(2);
    }

    @Test
    void helpIsPrinted() {
        assertThat(load("--help")).isZero();
        assertThat(printed()).contains("--pin", "LABEL=memcached");
    }

    @Test
    void serversAreNamedInThreeForms() {
        Target running = Target.open("ours=localhost:11211@42");
        assertThat(running.label()).isEqualTo("ours");
        assertThat(running.address().getPort()).isEqualTo(11_211);
        assertThat(running.pid()).hasValue(42);
        assertThat(Target.open("ours=localhost:11211").pid()).isEmpty();
        for (String wrong : List.of("x", "=h:1", "a=", "a=host", "a=host:x", "a=host:1@x", "a=java")) {
            assertThatThrownBy(() -> Target.open(wrong)).as(wrong).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void jobsAreAllCombinationsButMultigetIsNotPipelined() {
        List<Job> jobs = Job.combinations(
                List.of(Workload.GET, Workload.MULTIGET), List.of(100, 102_400), List.of(1, 8), List.of(1, 32), 0);
        assertThat(jobs).hasSize(8 + 4).doesNotHaveDuplicates();
        assertThat(jobs.get(0)).isEqualTo(new Job(Workload.GET, 100, 1, 1, 10_000));
        assertThat(Job.defaultKeys(102_400)).isEqualTo(327);
        assertThat(Job.defaultKeys(1_000_000)).isEqualTo(50);
    }

    private int load(String... args) {
        printed.reset();
        return NodeLoad.execute(new PrintStream(printed, true, StandardCharsets.UTF_8), args);
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
