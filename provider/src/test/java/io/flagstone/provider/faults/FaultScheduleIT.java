package io.flagstone.provider.faults;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A few seconds of what {@link FaultMatrix} does at length. */
@Tag("faults")
class FaultScheduleIT {

    private static final int ROUND_MILLIS = 2_500;
    private static final int LONGEST_MILLIS = 800;
    private static final long SEED = Long.getLong("faults.seed", 41);

    @Test
    void clientsInOtherJvmsAreToldOneStoryWhileNodesAndNetworksFail() {
        Random random = new Random(SEED);
        try (Stage stage = new Stage(Target.Engine.STOCK, Stage.Policy.FAIL, 2, Path.of("target", "faults"))) {
            List<Planned> plan = Planned.schedule(random, stage.targets(), ROUND_MILLIS, LONGEST_MILLIS);
            System.out.println("Seed " + SEED + ": " + Planned.describe(plan) + "\n" + RoundReport.head());
            RoundReport report = stage.play("schedule", plan, random);
            assertThat(report.verdict().isClean()).as("%s", report.verdict()).isTrue();
            assertThat(report.answered()).isGreaterThan(500);
        }
    }
}
