package io.flagstone.bench.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheLoadTest {
    private static final String PROVIDER = MapCachingProvider.class.getName();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();

    @Test
    void everyWorkloadIsMeasuredAndChecked() throws IOException {
        Path json = directory.resolve("runs");
        assertThat(loadMap("map:right", "--json", json.toString()))
                .as(printed())
                .isZero();
        assertThat(printed()).contains("getall 100B 2t", "invoke counter 2t").doesNotContain("misses");
        assertThat(Files.readAllLines(json))
                .hasSize(CacheWorkload.values().length)
                .allMatch(line -> line.contains("\"misses\":0,\"errors\":0"))
                .noneMatch(line -> line.contains("\"perSecond\":0.000"));
    }

    @Test
    void aCounterThatLosesAnUpdateFailsTheRun() {
        assertThat(loadMap("map:losing-updates", "--workload", "invoke")).isEqualTo(1);
        assertThat(printed()).containsPattern("0 misses, [1-9]\\d* errors");
    }

    @Test
    void aValueOfAnotherKeyFailsTheRun() {
        assertThat(loadMap("map:mixing-keys", "--workload", "get")).isEqualTo(1);
        assertThat(loadMap("map:mixing-keys", "--workload", "getall")).isEqualTo(1);
        assertThat(loadMap("map:mixing-keys", "--workload", "put")).isEqualTo(1);
    }

    @Test
    void aCacheThatFailsFailsTheRun() {
        assertThat(loadMap("map:failing", "--workload", "get")).isEqualTo(1);
    }

    @Test
    void whatIsNotThereIsCountedAndIsNoError() {
        assertThat(loadMap("map:forgetting", "--workload", "get,getall")).isZero();
        assertThat(printed()).containsPattern("[1-9]\\d* misses, 0 errors");
    }

    @Test
    void armsTakeTurnsInJvmsOfTheirOwn() throws IOException {
        Path one = arm("one", "provider=" + PROVIDER, "classpath=${run}");
        Path two = arm(
                "two",
                "label=second",
                "provider=" + PROVIDER,
                "uri=map:right",
                "classpath=${run}",
                "server=${java} -cp ${run} " + Lingering.class.getName(),
                "server.ready=lingering");
        int status = load(
                "--arm",
                one.toString(),
                "--arm",
                two.toString(),
                "--runs",
                "2",
                "--seconds",
                "0.2",
                "--warmup",
                "0.3",
                "--workload",
                "get,invoke",
                "--threads",
                "1",
                "--size",
                "100",
                "--keys",
                "50");
        assertThat(status).as(printed()).isZero();
        assertThat(printed().lines())
                .anyMatch(line -> line.matches("get 100B 1t +one .* 1\\.00"))
                .anyMatch(line -> line.matches("get 100B 1t +second .* \\d+\\.\\d\\d"));
    }

    @Test
    void anArmThatDoesNotOpenIsToldWithItsReason() throws IOException {
        Path arm = arm("gone", "provider=no.such.Provider");
        assertThat(load("--arm", arm.toString())).isEqualTo(1);
        assertThat(printed()).contains("gone", "no.such.Provider");
    }

    @Test
    void anErrorInAnArmFailsTheRun() throws IOException {
        Path arm = arm("broken", "provider=" + PROVIDER, "uri=map:mixing-keys", "classpath=${run}");
        assertThat(load(
                        "--arm",
                        arm.toString(),
                        "--runs",
                        "1",
                        "--seconds",
                        "0.2",
                        "--warmup",
                        "0.3",
                        "--workload",
                        "get",
                        "--threads",
                        "1",
                        "--size",
                        "100",
                        "--keys",
                        "50"))
                .isEqualTo(1);
        assertThat(printed()).contains("errors");
    }

    @Test
    void wrongArgumentsAreNamed() throws IOException {
        assertThat(load()).isEqualTo(2);
        assertThat(printed()).contains("--provider or --arm");
        assertThat(loadMap("map:right", "--arm", "x")).isEqualTo(2);
        assertThat(loadMap("map:right", "--keys", "49")).isEqualTo(2);
        assertThat(loadMap("map:right", "--size", "19")).isEqualTo(2);
        assertThat(loadMap("map:right", "--threads", "0")).isEqualTo(2);
        assertThat(loadMap("map:right", "--seconds", "3600")).isEqualTo(2);
        assertThat(load("--arm", "/no/such/file")).isEqualTo(2);
        assertThat(load("--arm", arm("odd", "provider=p", "colour=red").toString()))
                .isEqualTo(2);
        assertThat(printed()).contains("colour");
        assertThat(load("--arm", arm("empty", "label=x").toString())).isEqualTo(2);
        assertThat(load("--arm", arm("hole", "provider=p", "uri=${nothing}").toString()))
                .isEqualTo(2);
        assertThat(load("--help")).isZero();
        assertThat(printed()).contains("--arm");
    }

    private Path arm(String name, String... lines) throws IOException {
        return Files.writeString(directory.resolve(name + ".properties"), String.join("\n", lines));
    }

    private int loadMap(String uri, String... more) {
        List<String> arguments = new ArrayList<>(List.of("--provider", PROVIDER, "--uri", uri));
        List<String> given = List.of(more);
        for (String[] usual : new String[][] {
            {"--threads", "2"}, {"--size", "100"}, {"--seconds", "0.4"}, {"--warmup", "0.02"}, {"--runs", "1"}
        }) {
            if (!given.contains(usual[0])) {
                arguments.addAll(List.of(usual));
            }
        }
        arguments.addAll(given);
        return load(arguments.toArray(String[]::new));
    }

    private int load(String... arguments) {
        printed.reset();
        return CacheLoad.execute(new PrintStream(printed, true, StandardCharsets.UTF_8), arguments);
    }

    private String printed() {
        return printed.toString(StandardCharsets.UTF_8);
    }
}
