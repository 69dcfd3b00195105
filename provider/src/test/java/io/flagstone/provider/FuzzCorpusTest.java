package io.flagstone.provider;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.testkit.fuzz.Corpus;
import io.flagstone.testkit.fuzz.FuzzTarget;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every input that fuzzing has found worth keeping, once more: see {@link Fuzzing}. */
class FuzzCorpusTest {
    static final Path CLASSES = Path.of("target/test-classes");
    static final Path CORPORA = Path.of("src/test/resources/fuzz");

    @TestFactory
    Stream<DynamicTest> whatWasFoundStaysRight() throws IOException {
        List<DynamicTest> tests = new ArrayList<>();
        for (FuzzTarget target : FuzzTarget.in(CLASSES)) {
            List<Corpus.Input> inputs = Corpus.of(target, CORPORA);
            tests.add(DynamicTest.dynamicTest(
                    target.name() + ", " + inputs.size() + " inputs", () -> target.run(inputs)));
        }
        return tests.stream();
    }

    @Test
    void everyTargetHasACorpus() throws IOException {
        assertThat(FuzzTarget.in(CLASSES))
                .hasSizeGreaterThan(5)
                .allSatisfy(target ->
                        assertThat(CORPORA.resolve(target.name() + ".zip")).exists());
    }
}
