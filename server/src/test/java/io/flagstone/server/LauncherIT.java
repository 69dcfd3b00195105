package io.flagstone.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.support.NodeProcess;
import io.flagstone.server.support.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code bin/flagstone} as it lies in the checkout, on the Java that runs this test. */
class LauncherIT {
    private static final Path LAUNCHER = Path.of("..", "bin", "flagstone").toAbsolutePath();
    private static final String JAVA_HOME = System.getProperty("java.home");

    @TempDir
    Path directory;

    private record Result(int status, String out, String err) {}

    private ProcessBuilder command(String... words) {
        List<String> line = new ArrayList<>(List.of(LAUNCHER.toString()));
        line.addAll(List.of(words));
        ProcessBuilder command = new ProcessBuilder(line);
        command.environment().put("JAVA_HOME", JAVA_HOME);
        command.environment().put("FLAGSTONE_CACHE", "none");
        return command;
    }

    private Result run(ProcessBuilder command) throws Exception {
        Path errors = directory.resolve("errors");
        Process process = command.redirectError(errors.toFile()).start();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), out, Files.readString(errors));
    }

    private static void assertServes(NodeProcess node) {
        assertThat(node.readyLine()).startsWith("flagstone ready: ");
        try (Wire wire = new Wire(node.port())) {
            assertThat(wire.talk("set a 0 0 1\r\nx\r\nget a\r\n")).isEqualTo("STORED\r\nVALUE a 0 1\r\nx\r\nEND\r\n");
        }
    }

    @Test
    void aNodeMayFillTheMemoryItWasPromised() {
        int values = 300;
        String value = "v".repeat(1_000_000);
        try (NodeProcess node = NodeProcess.start(command("serve", "-p", "0", "-m", "1024"));
                Wire wire = new Wire(node.port())) {
            assertThat(node.readyLine()).contains(" mem_size=1g ");
            for (int i = 0; i < values; i++) {
                assertThat(wire.ask("set key" + i + " 0 0 1000000\r\n" + value)).isEqualTo("STORED");
            }
            assertThat(wire.askUntil("stats", "END"))
                    .contains("STAT curr_items " + values + "\r\n", "STAT evictions 0\r\n");
        }
    }

    @Test
    void flagsForTheJvmWinEvenOverTheCollector() throws Exception {
        ProcessBuilder command = command("serve", "-p", "0");
        command.environment().put("JAVA_HOME", pretender("17.0.1").toString());
        command.environment().put("FLAGSTONE_JAVA_OPTS", "-XX:+UseParallelGC -Xmx80m");
        assertThat(run(command).out().lines())
                .containsSubsequence("-Xmx64m", "-XX:+UseParallelGC", "-Xmx80m", "-jar")
                .doesNotContain("-XX:+UseSerialGC");
        command.environment().put("JAVA_HOME", JAVA_HOME);
        try (NodeProcess node = NodeProcess.start(command)) {
            assertServes(node);
        }
    }

    @Test
    void aSignalEndsTheNodeItselfForThereIsNoShellInBetween() throws Exception {
        try (NodeProcess node = NodeProcess.start(command("serve", "-p", "0"))) {
            node.process().destroy();
            assertThat(node.process().waitFor()).isZero();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "-p 0; 64m; 4",
                "-m 1024; 1g; 4",
                "-m 100 -m 200; 200m; 4",
                "-m99; 99m; 4",
                "-m 1g; 1g; 4",
                "-m 65537k; 65537k; 4",
                "-m 0100; 100m; 4",
                "--memory-limit=101; 101m; 4",
                "--memory-limit 102M; 102m; 4",
                "--memory-l=103; 103m; 4",
                "-vm104; 104m; 4",
                "-vvm 105; 105m; 4",
                "-o modern -t 2 -m 106 -A; 106m; 2",
                "--config node.properties; 107m; 4",
                "-m 109 -t 64 --transport auto; 109m; 64",
                "-t256 -m 110; 110m; 256",
                "--thr=32 -m 111; 111m; 32",
                "-m 108 --config node.properties; 108m; 4"
            })
    void theJvmIsAllowedWhatTheNodeMayNeed(String words, String memory, int threads) throws Exception {
        Files.writeString(directory.resolve("node.properties"), "# by file\nmem_size : 107m\n");
        ProcessBuilder command = command(("serve " + words).split(" ")).directory(directory.toFile());
        command.environment().put("JAVA_HOME", pretender("17.0.1").toString());
        NodeOptions options = NodeOptions.defaults().with("mem_size", memory).withThreads(threads);
        assertThat(allowed(run(command).out()))
                .isBetween(
                        Node.directMemory(options),
                        Node.directMemory(options) + options.memory().bytes() / 8 + (32 << 20));
    }

    @Test
    void theFlagsAreThoseUnderWhichMemoryIsBounded() throws Exception {
        ProcessBuilder command = command("serve", "-p", "0");
        command.environment().put("JAVA_HOME", pretender("17.0.1").toString());
        assertThat(run(command).out().lines())
                .containsAll(MemoryLimitIT.FLAGS.stream()
                        .filter(flag -> !flag.contains("MaxDirectMemorySize"))
                        .toList());
    }

    /** Bytes that a JVM which was told this may take off the heap. */
    private static long allowed(String told) {
        Matcher limit = Pattern.compile("(?m)^-XX:MaxDirectMemorySize=(\\d+)m$").matcher(told);
        assertThat(limit.find()).as(told).isTrue();
        return Long.parseLong(limit.group(1)) << 20;
    }

    /** A home of a Java that says what it was asked to run, except for questions, which the real one answers. */
    private Path pretender(String version) throws IOException {
        Path home = Files.createDirectories(directory.resolve("home"));
        Path bin = Files.createDirectories(home.resolve("bin"));
        Files.writeString(home.resolve("release"), "IMPLEMENTOR=\"Nobody\"\nJAVA_VERSION=\"" + version + "\"\n");
        Path java = Files.writeString(
                bin.resolve("java"),
                "#!/bin/sh\ncase \"$*\" in *DirectMemoryNeeded*) exec " + JAVA_HOME
                        + "/bin/java \"$@\" ;; esac\nprintf '%s\\n' \"$@\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwxr-xr-x"));
        return home;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "serve -p 0 -m lots; 64; mem_size: lots is not allowed",
                "serve -p 0 -m 7; 64; mem_size: 7m is not allowed",
                "serve -p 0 -m; 64; -m",
                "serve -p 0 -m 99999999999999999999; 64; mem_size: 99999999999999999999 is not allowed",
                "serve -d; 64; -d: a JVM cannot detach itself",
                "serve --config nowhere; 64; --config nowhere",
                "start; 64; there is no command 'start'"
            })
    void aWrongCallIsRefusedInOneLine(String words, int status, String reason) throws Exception {
        Result result = run(command(words.split(" ")));
        assertThat(result.err()).contains(reason).hasLineCount(1);
        assertThat(result.status()).isEqualTo(status);
        assertThat(result.out()).isEmpty();
    }

    @Test
    void withoutJavaItSaysWhereItLooked() throws Exception {
        ProcessBuilder command = command("serve");
        command.environment().put("JAVA_HOME", directory.toString());
        assertThat(run(command))
                .isEqualTo(
                        new Result(69, "", "flagstone: JAVA_HOME is " + directory + ", where there is no bin/java\n"));
        command.environment().remove("JAVA_HOME");
        command.environment().put("PATH", toolsWithoutJava().toString());
        Result result = run(command);
        assertThat(result.err())
                .startsWith("flagstone: there is no java on the PATH; install Java 17")
                .hasLineCount(1);
        assertThat(result.status()).isEqualTo(69);
    }

    private Path toolsWithoutJava() throws IOException {
        Path bin = Files.createDirectories(directory.resolve("tools"));
        for (String tool : List.of("sh", "dirname", "readlink", "sed", "head")) {
            Files.createSymbolicLink(bin.resolve(tool), Path.of("/usr/bin", tool));
        }
        return bin;
    }

    @Test
    void anOldJavaIsNotEvenStarted() throws Exception {
        ProcessBuilder command = command("serve");
        Path home = pretender("11.0.2");
        command.environment().put("JAVA_HOME", home.toString());
        Result result = run(command);
        assertThat(result.err()).contains(home + "/bin/java is Java 11; Java 17 or later is needed");
        assertThat(result.status()).isEqualTo(69);
        command.environment().put("JAVA_HOME", pretender("1.8.0_400").toString());
        assertThat(run(command).err()).contains("is Java 8; Java 17");
    }

    @Test
    void aMissingJarIsNamed() throws Exception {
        ProcessBuilder command = command("serve");
        command.environment().put("FLAGSTONE_JAR", "/nowhere/node.jar");
        Result result = run(command);
        assertThat(result.err())
                .contains("FLAGSTONE_JAR names /nowhere/node.jar")
                .hasLineCount(1);
        assertThat(result.status()).isEqualTo(69);
    }

    @Test
    void helpAndVersionAreThere() throws Exception {
        assertThat(run(command("help")).out()).contains("serve", "version", "JAVA_HOME", "FLAGSTONE_CACHE");
        assertThat(run(command("version")).out()).startsWith("flagstone-server " + Node.version());
        Result nothing = run(command());
        assertThat(nothing.err()).startsWith("Usage: flagstone COMMAND");
        assertThat(nothing.status()).isEqualTo(64);
    }

    private ProcessBuilder caching(String... words) {
        ProcessBuilder command = command(words);
        command.environment().put("FLAGSTONE_CACHE", directory.resolve("cache").toString());
        return command;
    }

    private List<String> cached() throws IOException {
        try (Stream<Path> files = Files.list(directory.resolve("cache"))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    /** The archive's name, once it is made and nobody is at it any more. */
    private String archive() {
        return await().atMost(Duration.ofMinutes(2))
                .until(this::cached, files -> files.size() == 1 && files.get(0).matches("classes-[0-9-]+\\.jsa"))
                .get(0);
    }

    @Test
    void theFirstOfSeveralStartsLeavesAnArchiveThatTheNextOneUses() throws Exception {
        try (NodeProcess first = NodeProcess.start(caching("serve", "-p", "0"));
                NodeProcess second = NodeProcess.start(caching("serve", "-p", "0", "-m", "100"))) {
            assertServes(first);
            assertServes(second);
            archive();
        }
        Path log = directory.resolve("loaded");
        ProcessBuilder command = caching("serve", "-p", "0", "-m", "80");
        command.environment().put("FLAGSTONE_JAVA_OPTS", "-Xlog:class+load=info:file=" + log);
        try (NodeProcess third = NodeProcess.start(command)) {
            assertServes(third);
        }
        assertThat(Files.readString(log)).containsPattern("io\\.flagstone\\.server\\.Node source: shared objects file");
    }

    @Test
    void anArchiveThatIsDamagedOrCutShortKeepsNobodyFromStarting() throws Exception {
        try (NodeProcess node = NodeProcess.start(caching("serve", "-p", "0"))) {
            assertServes(node);
            archive();
        }
        Path archive = directory.resolve("cache").resolve(archive());
        byte[] whole = Files.readAllBytes(archive);
        archive.toFile().setWritable(true);
        for (int place : new int[] {0, whole.length / 2}) {
            byte[] damaged = whole.clone();
            for (int i = place; i < place + 64; i++) {
                damaged[i] ^= 0x5a;
            }
            Files.write(archive, damaged);
            assertStartsInSilence();
        }
        Files.write(archive, Arrays.copyOf(whole, 100_000));
        assertStartsInSilence();
        // It has been thrown away, and a whole one taken its place.
        assertThat(Files.size(directory.resolve("cache").resolve(archive()))).isGreaterThan(1_000_000);
    }

    private void assertStartsInSilence() throws IOException {
        Path errors = directory.resolve("errors");
        ProcessBuilder command = caching("serve", "-p", "0").redirectError(errors.toFile());
        try (NodeProcess node = NodeProcess.startAsIs(command)) {
            assertServes(node);
        }
        assertThat(errors).isEmptyFile();
    }

    @Test
    void aFolderThatCannotBeWrittenToIsDoneWithout() throws Exception {
        ProcessBuilder command = command("serve", "-p", "0");
        command.environment().put("FLAGSTONE_CACHE", "/dev/null/cache");
        try (NodeProcess node = NodeProcess.start(command)) {
            assertServes(node);
        }
    }
}
