package io.flagstone.bench.hibernate.experiment;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The experiment with all faults on both engines, in the profile of its name. */
class MixedFaultsRun {

    @ParameterizedTest
    @ValueSource(strings = {"stock", "own"})
    void threeJvmsSeeNothingWrongBeyondTheDocumentedWindows(String arm) {
        Program.findsNothingUnexplained("--arm", arm, "--workers", "3", "--seconds", "60", "--faults", "mixed");
    }
}
