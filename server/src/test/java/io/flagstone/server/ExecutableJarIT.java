package io.flagstone.server;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.server.support.NodeProcess;
import io.flagstone.server.support.Wire;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The jar as it is shipped, in a process of its own. */
class ExecutableJarIT {
    @Test
    void itSaysInOneLineThatItIsReadyAndServes() {
        try (NodeProcess process = NodeProcess.start(List.of(), "-p", "0", "-m", "64", "-n", "64");
                Wire wire = new Wire(process.port())) {
            assertThat(process.readyLine())
                    .matches("flagstone ready: address=127\\.0\\.0\\.1:\\d+ mem_size=64m chunk_size=64 slots=1048576"
                            + " transport=(io_uring|epoll|nio) version=1\\.6\\.45-flagstone-0\\.1\\.0");
            assertThat(wire.talk("set a 0 0 2\r\nhi\r\nget a\r\n")).isEqualTo("STORED\r\nVALUE a 0 2\r\nhi\r\nEND\r\n");
        }
    }

    @Test
    void itIsToldByAFileAndFlagsWinOverIt(@TempDir Path directory) throws Exception {
        Path file = Files.writeString(directory.resolve("node.properties"), "mem_size=32m\nchunk_size=96\nport=1\n");
        try (NodeProcess process = NodeProcess.start(List.of(), "--config", file.toString(), "-p", "0", "-m", "48");
                Wire wire = new Wire(process.port())) {
            assertThat(process.readyLine()).contains("mem_size=48m chunk_size=96 slots=524288 ");
            assertThat(wire.askUntil("stats", "END")).contains("STAT slots 524288\r\n");
        }
    }

    @Test
    void withoutAMemoryFileNothingOfAnItemIsWrittenToDisk(@TempDir Path directory) throws Exception {
        Path temporary = Files.createDirectory(directory.resolve("tmp"));
        ProcessBuilder command = NodeProcess.command(List.of("-Djava.io.tmpdir=" + temporary), "-p", "0", "-m", "8");
        command.command()
                .replaceAll(word ->
                        word.endsWith(".jar") ? Path.of(word).toAbsolutePath().toString() : word);
        try (NodeProcess process = NodeProcess.start(command.directory(directory.toFile()));
                Wire wire = new Wire(process.port())) {
            assertThat(wire.ask("set jeanne 0 0 9\r\nconfident")).isEqualTo("STORED");
            assertThat(texts(directory)).noneMatch(text -> text.contains("jeanne") || text.contains("confident"));
            process.process().destroy();
            assertThat(process.process().waitFor(10, SECONDS)).isTrue();
            assertThat(texts(directory)).noneMatch(text -> text.contains("jeanne") || text.contains("confident"));
        }
    }

    /** Names and contents of all files there. */
    private static List<String> texts(Path directory) throws IOException {
        List<String> texts = new ArrayList<>();
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                texts.add(file + " " + Files.readString(file, StandardCharsets.ISO_8859_1));
            }
        }
        return texts;
    }

    @Test
    void aSignalEndsItCleanly() throws Exception {
        try (NodeProcess process = NodeProcess.start(List.of(), "-p", "0");
                Wire wire = new Wire(process.port())) {
            assertThat(wire.ask("mn")).isEqualTo("MN");
            process.process().destroy();
            assertThat(process.process().waitFor(10, SECONDS)).isTrue();
            assertThat(process.process().exitValue()).isZero();
            assertThat(wire.isClosedByServer()).isTrue();
        }
    }

    @Test
    void aWrongCallEndsWithStatus64AndAReason() throws Exception {
        Process process = NodeProcess.command(List.of(), "-l", "0.0.0.0")
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(64);
        assertThat(output).contains("0.0.0.0", "--insecure").hasLineCount(1);
    }

    @Test
    void tooLittleMemoryForTheJvmIsSaidBeforeItMatters() throws Exception {
        Process process = NodeProcess.command(List.of("-Xmx64m"), "-m", "64")
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(64);
        assertThat(output)
                .contains("mem_size: 64m", "-XX:MaxDirectMemorySize=125m")
                .hasLineCount(1);
    }

    @Test
    void aPortInUseEndsItWithStatus71() throws Exception {
        try (NodeProcess first = NodeProcess.start(List.of(), "-p", "0")) {
            Process second = NodeProcess.command(List.of(), "-p", Integer.toString(first.port()))
                    .redirectErrorStream(true)
                    .start();
            String output = new String(second.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(second.waitFor()).isEqualTo(71);
            assertThat(output).contains(Integer.toString(first.port()));
        }
    }

    @Test
    void itWritesItsPortsWhereMemcachedWouldAndEndsWhenAClientMaySaySo(@TempDir Path directory) throws Exception {
        Path ports = directory.resolve("ports");
        ProcessBuilder command = NodeProcess.command(List.of(), "-p", "-1", "-l", "127.0.0.1,127.0.0.2:0", "-A");
        command.environment().put("MEMCACHED_PORT_FILENAME", ports.toString());
        try (NodeProcess process = NodeProcess.start(command);
                Wire wire = new Wire(process.port())) {
            assertThat(process.readyLine()).matches(".*address=127\\.0\\.0\\.1:\\d+,127\\.0\\.0\\.2:\\d+ .*");
            assertThat(Files.readString(ports)).matches("TCP INET: " + process.port() + "\nTCP INET: \\d+\n");
            wire.send("shutdown\r\n");
            assertThat(wire.isClosedByServer()).isTrue();
            assertThat(process.process().waitFor(10, SECONDS)).isTrue();
            assertThat(process.process().exitValue()).isZero();
        }
    }

    @Test
    void toolsFindInItsHelpAndVersionWhatTheyLookFor() throws Exception {
        assertThat(outputOf("-V")).matches("flagstone-server 1\\.6\\.45-\\S+ \\(memcached 1\\.6\\.45\\)\n");
        assertThat(outputOf("-h"))
                .startsWith("flagstone-server 1.6.45-")
                .contains("--unix-socket", "--enable-shutdown", "--conn-limit", "--enable-ssl", "--enable-sasl");
    }

    private static String outputOf(String flag) throws Exception {
        Process process = NodeProcess.command(List.of(), flag).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        return output;
    }
}
