package io.flagstone.testkit.fuzz;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CorpusTest {
    @TempDir
    private Path directory;

    @Test
    void seedsPackedInputsAndSingleOnesAreAllReplayed() throws IOException {
        Path found = Files.createDirectory(directory.resolve("found"));
        Files.writeString(found.resolve("a"), "packed");
        Corpus.pack(found, directory.resolve("BrittleFuzz.zip"));
        Path single = Files.createDirectory(directory.resolve("BrittleFuzz"));
        Files.writeString(single.resolve("once"), "went wrong");

        List<Corpus.Input> inputs = Corpus.of(new FuzzTarget(BrittleFuzz.class), directory);

        assertThat(inputs)
                .map(input -> new String(input.bytes(), US_ASCII))
                .containsExactly("seed", "packed", "went wrong");
    }

    @Test
    void whatATargetThrowsFailsTheReplay() throws IOException {
        List<FuzzTarget> targets = FuzzTarget.in(Path.of("target/test-classes"));
        assertThat(targets).map(FuzzTarget::name).contains("BrittleFuzz");
        FuzzTarget target = new FuzzTarget(BrittleFuzz.class);
        target.run("fine".getBytes(US_ASCII));
        assertThatThrownBy(() -> target.run("broken".getBytes(US_ASCII)))
                .isInstanceOf(AssertionError.class)
                .hasRootCauseMessage("broken it is");
    }

    @Test
    void anInputStandsForAStreamAndItsCuts() {
        byte[] stream = "get a\r\n".getBytes(US_ASCII);
        Pieces pieces = Pieces.of(Pieces.input(stream));
        assertThat(pieces.stream()).isEqualTo(stream);
        assertThat(pieces.cuts()).containsExactly(1, 3, 5);
        assertThat(Pieces.of(new byte[0]).stream()).isEmpty();
        assertThat(Pieces.of(new byte[] {15, 0}).cuts()).isEmpty();
        assertThat(Pieces.of(new byte[] {1, 1, 0, 'x', 'y', 'z'}).cuts()).containsExactly(256 % 3);
    }
}
