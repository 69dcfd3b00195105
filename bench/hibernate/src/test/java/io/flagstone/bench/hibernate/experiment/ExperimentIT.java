package io.flagstone.bench.hibernate.experiment;

import org.junit.jupiter.api.Test;

/** A short run, so that the experiment itself does not go stale. */
class ExperimentIT {

    @Test
    void twoJvmsSeeNothingWrongWhenANodeIsKilled() {
        Program.findsNothingUnexplained(
                "--arm", "own", "--workers", "2", "--seconds", "10", "--faults", "kill-node", "--seed", "7");
    }
}
