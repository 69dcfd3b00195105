package io.flagstone.provider;

import io.flagstone.testkit.fuzz.Fuzzer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Jazzer at work, with {@code -Pfuzz} only; {@code fuzz.seconds} for each target, or for {@code fuzz.target} alone. */
class Fuzzing {
    @TestFactory
    Stream<DynamicTest> jazzerFindsNothing() throws IOException {
        Fuzzer fuzzer = new Fuzzer(FuzzCorpusTest.CORPORA, Path.of("target/fuzz"));
        return Fuzzer.chosen(FuzzCorpusTest.CLASSES).stream()
                .map(target -> DynamicTest.dynamicTest(target.name(), () -> fuzzer.look(target)));
    }
}
