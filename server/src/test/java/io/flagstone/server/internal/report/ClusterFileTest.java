package io.flagstone.server.internal.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.config.OptionException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A list in a file becomes an answer, and only a newer list becomes another. */
class ClusterFileTest {
    @TempDir
    Path directory;

    private Path path;
    private long nanos;

    @BeforeEach
    void choose() {
        path = directory.resolve("cluster");
    }

    private void write(String text) throws IOException {
        Files.writeString(path, text);
    }

    private ClusterFile read() {
        return new ClusterFile(path, () -> nanos);
    }

    private static String told(ClusterFile file) {
        return new String(file.reply(), StandardCharsets.US_ASCII);
    }

    private static String answer(String body) {
        return "CONFIG cluster 0 " + body.length() + "\r\n" + body + "\r\nEND\r\n";
    }

    private String later(ClusterFile file) {
        nanos += TimeUnit.SECONDS.toNanos(1);
        return told(file);
    }

    @Test
    void nodesAreToldAsHostAddressAndPort() throws IOException {
        write(
                "# ours\n12\n\ncache1.example:11211 # the old one\r\n10.0.0.2:11212\n[::1]:11213\ncache4|10.0.0.4|11214\nc5||5");
        assertThat(told(read()))
                .isEqualTo(answer("12\ncache1.example||11211 10.0.0.2|10.0.0.2|11212 ::1|::1|11213"
                        + " cache4|10.0.0.4|11214 c5||5\n"));
    }

    @Test
    void aNewerListIsToldOnceASecondHasPassed() throws IOException {
        write("1\na:1");
        ClusterFile file = read();
        write("2\na:1\nb:2");
        assertThat(told(file)).isEqualTo(answer("1\na||1\n"));
        assertThat(later(file)).isEqualTo(answer("2\na||1 b||2\n"));
    }

    @Test
    void aListWithoutALargerVersionIsNotTold() throws IOException {
        write("7\na:1");
        ClusterFile file = read();
        write("7\nb:1");
        assertThat(later(file)).isEqualTo(answer("7\na||1\n"));
        write("6\na:1");
        assertThat(later(file)).isEqualTo(answer("7\na||1\n"));
        write("8\nb:1");
        assertThat(later(file)).isEqualTo(answer("8\nb||1\n"));
    }

    @Test
    void theListStaysWhileTheFileIsGoneOrBroken() throws IOException {
        write("1\na:1");
        ClusterFile file = read();
        Files.delete(path);
        assertThat(later(file)).isEqualTo(answer("1\na||1\n"));
        write("");
        assertThat(later(file)).isEqualTo(answer("1\na||1\n"));
        write("2\na:1\nb:");
        assertThat(later(file)).isEqualTo(answer("1\na||1\n"));
        write("2\na:1\nb:2");
        assertThat(later(file)).isEqualTo(answer("2\na||1 b||2\n"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "'';a version and then at least one node",
                "'3';a version and then at least one node",
                "'a:1';line 1: \"a:1\" is no version",
                "'-1|a:1';line 1: \"-1\" is no version",
                "'1|a';line 2: \"a\" is no node",
                "'1|a:1|b:70000';line 3: \"b:70000\" is no node",
                "'1|a:0';line 2: \"a:0\" is no node",
                "'1|a:1 b:2';line 2: \"a:1 b:2\" is no node",
                "'1|ä:1';line 2: \"ä:1\" is no node"
            })
    void whatIsNoListIsRefusedAtTheStart(String text, String message) throws IOException {
        write(text.replace('|', '\n'));
        assertThatThrownBy(this::read)
                .isInstanceOf(OptionException.class)
                .hasMessageStartingWith("cluster_file: " + path)
                .hasMessageContaining(message);
    }

    @Test
    void aFileThatIsMissingIsRefusedAtTheStart() {
        NodeOptions options = NodeOptions.defaults().with("cluster_file", path.toString());
        assertThatThrownBy(() -> ClusterFile.of(options))
                .isInstanceOf(OptionException.class)
                .hasMessageContaining(path.toString());
    }
}
