package io.flagstone.server.tool;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.server.Node;
import io.flagstone.server.config.NodeOptions;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The commands through {@code bin/flagstone}, on terminals and elsewhere. */
class OperatorsLauncherIT {
    private static final String LAUNCHER =
            Path.of("..", "bin", "flagstone").toAbsolutePath().toString();
    private static final String ENTER = "\u001b[?1049h\u001b[?25l\u001b[?7l\u001b[H";
    private static final String LEAVE = "\u001b[?7h\u001b[?25h\u001b[?1049l";

    @TempDir
    Path directory;

    private static Node node;

    private record Result(int status, String out, String err) {}

    @BeforeAll
    static void start() {
        node = Node.start(NodeOptions.defaults().withPort(0));
    }

    @AfterAll
    static void stop() {
        node.close();
    }

    private static String address() {
        return "127.0.0.1:" + node.port();
    }

    private ProcessBuilder command(String... words) {
        ProcessBuilder command = new ProcessBuilder(words);
        command.environment().put("JAVA_HOME", System.getProperty("java.home"));
        command.environment().put("TERM", "xterm");
        command.environment().remove("NO_COLOR");
        return command.redirectError(directory.resolve("errors").toFile());
    }

    private ProcessBuilder flagstone(String... words) {
        List<String> line = new ArrayList<>(List.of(LAUNCHER));
        line.addAll(List.of(words));
        return command(line.toArray(new String[0]));
    }

    /** On a terminal of its own, 20 lines high. */
    private ProcessBuilder onTerminal(String words) {
        // Whoever runs the tests in the background has told them to ignore Ctrl-C.
        return command(
                "env",
                "--default-signal=INT",
                "script",
                "-qec",
                "stty rows 20 cols 200; " + LAUNCHER + " " + words,
                "/dev/null");
    }

    private Result run(ProcessBuilder command) throws IOException, InterruptedException {
        Process process = command.start();
        process.getOutputStream().close();
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), out, Files.readString(directory.resolve("errors")));
    }

    @Test
    void aCommandsOutputAndStatusAreTheLaunchers() throws Exception {
        Result stats = run(flagstone("stats", "threads", address()));
        assertThat(stats.err()).isEmpty();
        assertThat(stats.out()).matches("general +" + address() + "\n  threads +\\d+\n");
        assertThat(stats.status()).isZero();
        Result nobody = run(flagstone("slabs", "127.0.0.1:1"));
        assertThat(nobody.err()).startsWith("flagstone: 127.0.0.1:1: ").hasLineCount(1);
        assertThat(nobody.status()).isEqualTo(69);
    }

    @Test
    void helpHasNoColoursInAPipe() throws Exception {
        Result help = run(flagstone("top", "--help"));
        assertThat(help.out()).startsWith("Usage: flagstone top").doesNotContain("\u001b");
        assertThat(help.err()).isEmpty();
        assertThat(help.status()).isZero();
    }

    @Test
    void topLeavesTheTerminalAsItWasWithTheLastTable() throws Exception {
        Result top = run(onTerminal("top " + address() + " 127.0.0.1:1 --every 200ms --for 500ms"));
        assertThat(top.out()).startsWith(ENTER);
        assertThat(top.out().substring(top.out().indexOf(LEAVE) + LEAVE.length()))
                .startsWith("node ")
                .contains(address() + "  up ", "127.0.0.1:1 ", "sum ")
                .doesNotContain("\u001b");
        assertThat(top.status()).isZero();
    }

    @Test
    void topIsRefreshedInPlaceAndCtrlCGivesTheTerminalBack() throws Exception {
        Process process = onTerminal("top " + address() + " --every 200ms").start();
        InputStream in = process.getInputStream();
        StringBuilder seen = new StringBuilder();
        while (seen.toString().split("\u001b\\[H", -1).length < 6) {
            int one = in.read();
            assertThat(one).as(seen.toString()).isNotNegative();
            seen.append((char) one);
        }
        process.getOutputStream().write(3);
        process.getOutputStream().flush();
        seen.append(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        assertThat(process.waitFor()).isEqualTo(130);
        assertThat(seen).startsWith(ENTER).contains(LEAVE);
        String[] frames =
                seen.substring(ENTER.length(), seen.lastIndexOf("\u001b[J")).split("\u001b\\[H");
        assertThat(frames)
                .allSatisfy(frame -> assertThat(frame)
                        .startsWith("\u001b[1mflagstone top")
                        .contains("mg of a key that is not there", "\nsum ", "\n" + address() + " "));
    }

    @Test
    void noColorIsLinesEvenOnATerminal() throws Exception {
        ProcessBuilder command = onTerminal("top " + address() + " --every 200ms --for 500ms");
        command.environment().put("NO_COLOR", "1");
        Result top = run(command);
        assertThat(top.out())
                .startsWith("# p99")
                .contains(" " + address() + " ", " sum ")
                .doesNotContain("\u001b");
        assertThat(top.status()).isZero();
    }

    @Test
    void loadShowsItsProgressOnATerminalAndOnlyThere() throws Exception {
        Path file = Files.writeString(directory.resolve("data"), "k\tx\n".repeat(300));
        Result shown = run(onTerminal("load --rate 500 " + file + " " + address()));
        assertThat(shown.out()).contains("\r\u001b[K[#", "%  stored=").containsPattern("stored=300 failed=0");
        Called piped = Called.with("load", file.toString(), address());
        assertThat(piped.out()).startsWith("stored=300 failed=0 bad=0 unknown=0 seconds=");
        assertThat(piped.err()).isEmpty();
    }

    @Test
    void aReaderThatLeavesEndsTheCommandInSilence() throws Exception {
        Path file = Files.writeString(
                directory.resolve("many"),
                IntStream.range(0, 20_000).mapToObj(i -> "many" + i + "\tx\n").collect(Collectors.joining()));
        assertThat(Called.with("load", file.toString(), address()).status()).isZero();
        Process process = flagstone("keys", address()).start();
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            assertThat(reader.readLine()).contains("\t");
        }
        assertThat(process.waitFor()).isEqualTo(74);
        assertThat(directory.resolve("errors")).isEmptyFile();
    }

    @Test
    void bashCompletesCommandsAndTheirOptions() throws Exception {
        Result script = run(flagstone("completion"));
        assertThat(script.err()).isEmpty();
        Path file = Files.writeString(directory.resolve("completion"), script.out());
        assertThat(completed(file, "flagstone", "s")).containsExactlyInAnyOrder("serve", "slabs", "stats");
        assertThat(completed(file, "flagstone", "top", "--p"))
                .containsExactlyInAnyOrder("--password-file", "--password-plain", "--plain");
        assertThat(completed(file, "flagstone", "serve", "--memory"))
                .containsExactlyInAnyOrder("--memory-limit", "--memory-file");
    }

    /** What bash offers for the last word. */
    private List<String> completed(Path script, String... words) throws Exception {
        String line = String.join(" ", words);
        String ask =
                "compopt() { :; }; source " + script + "; COMP_WORDS=(" + line + "); COMP_CWORD=" + (words.length - 1)
                        + "; COMP_LINE='" + line + "'; COMP_POINT=" + line.length()
                        + "; _complete_flagstone; printf '%s\\n' \"${COMPREPLY[@]}\"";
        Result result = run(command("bash", "-c", ask));
        assertThat(result.err()).isEmpty();
        return result.out().lines().toList();
    }
}
