package io.flagstone.provider;

import io.flagstone.testkit.fuzz.FuzzTarget;
import io.flagstone.testkit.fuzz.Fuzzer;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Jazzer at work, with {@code -Pfuzz} only; {@code fuzz.seconds} for each target, or for {@code fuzz.target} alone. */
class Fuzzing {
    @TestFactory
    Stream<DynamicTest> jazzerFindsNothing() throws IOException {
        Duration time = Duration.ofSeconds(Long.getLong("fuzz.seconds", 60));
        String only = System.getProperty("fuzz.target", "");
        Fuzzer fuzzer = new Fuzzer(FuzzCorpusTest.CORPORA, Path.of("target/fuzz"));
        List<DynamicTest> tests = new ArrayList<>();
        for (FuzzTarget target : FuzzTarget.in(FuzzCorpusTest.CLASSES)) {
            if (only.isEmpty() || only.equals(target.name())) {
                tests.add(DynamicTest.dynamicTest(target.name(), () -> fuzzer.look(target, time)));
            }
        }
        return tests.stream();
    }
}
