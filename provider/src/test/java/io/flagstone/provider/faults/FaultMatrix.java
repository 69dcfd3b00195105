package io.flagstone.provider.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.flagstone.provider.faults.Stage.Policy;
import io.flagstone.provider.faults.Target.Engine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Eight clients in four JVMs, while everything befalls their nodes. Takes most of an hour, so only {@code mvn -Pfaults} runs
 * it; {@code docs/reliability.md} says how, and what came of it.
 */
class FaultMatrix {

    private static final int JVMS = 4;
    private static final int ROUND_MILLIS = 30_000;
    private static final long MINUTES = Long.getLong("faults.minutes", 10);
    private static final int PAIRS = Integer.getInteger("faults.pairs", 1_000);
    private static final int FIRST_PAIR = Integer.getInteger("faults.first", 0);
    private static final long SEED = Long.getLong("faults.seed", System.nanoTime() & 0xffff_ffffL);
    private static final Engine ENGINE = Engine.valueOf(System.getProperty("faults.engine", "OWN"));
    private static final Path FOLDER = Path.of("target", "faults");

    @ParameterizedTest
    @CsvSource({"OWN,FAIL", "STOCK,FAIL", "OWN,MISS", "STOCK,MISS"})
    void noFaultAloneMakesClientsBeToldWhatCannotBe(Engine engine, Policy policy) {
        List<String> problems = new ArrayList<>();
        try (Stage stage = stage(engine, policy, "alone")) {
            stage.play("none, JVMs still cold", List.of(), new Random(SEED));
            problems.addAll(stage.play("none", List.of(), new Random(SEED)).problemsOfARun());
            for (Fault fault : Fault.values()) {
                if (stage.can(fault)) {
                    List<Planned> plan = Planned.alone(fault, stage.targets());
                    problems.addAll(
                            stage.play("" + fault, plan, new Random(SEED)).problemsOfARun());
                } else {
                    problems.add(fault + " cannot be tried here: this takes root and iproute2");
                }
            }
        }
        assertThat(problems).isEmpty();
    }

    @Test
    void noTwoFaultsTogetherDo() {
        List<String> problems = new ArrayList<>();
        try (Stage stage = stage(ENGINE, Policy.FAIL, "in pairs")) {
            List<List<Fault>> pairs = pairs(stage);
            for (List<Fault> pair : pairs.stream().skip(FIRST_PAIR).limit(PAIRS).toList()) {
                List<Planned> plan = Planned.pair(pair.get(0), pair.get(1), stage.targets());
                String title = pair.get(0) + " and " + pair.get(1);
                problems.addAll(stage.play(title, plan, new Random(SEED)).problemsOfARun());
            }
        }
        assertThat(problems).isEmpty();
    }

    /** Those that come first are others for each seed. */
    private static List<List<Fault>> pairs(Stage stage) {
        List<List<Fault>> pairs = new ArrayList<>();
        Fault[] faults = Fault.values();
        for (int i = 0; i < faults.length; i++) {
            for (int j = i; j < faults.length; j++) {
                boolean links = faults[i].layer() == Fault.Layer.LINK && faults[j].layer() == Fault.Layer.LINK;
                if (stage.can(faults[i]) && stage.can(faults[j]) && !links) {
                    pairs.add(List.of(faults[i], faults[j]));
                }
            }
        }
        Collections.shuffle(pairs, new Random(SEED));
        return pairs;
    }

    @Test
    void noScheduleOfThemDoes() {
        List<String> problems = new ArrayList<>();
        long left = TimeUnit.MINUTES.toNanos(MINUTES);
        Random random = new Random(SEED);
        try (Stage stage = stage(ENGINE, Policy.FAIL, "in a schedule of " + MINUTES + " minutes")) {
            for (int round = 1; left > 0; round++) {
                List<Planned> plan = Planned.schedule(random, stage.targets(), ROUND_MILLIS, Integer.MAX_VALUE);
                System.out.println("Round " + round + ": " + Planned.describe(plan));
                RoundReport report = stage.play("round " + round + ", " + plan.size() + " faults", plan, random);
                problems.addAll(report.problemsOfARun());
                left -= report.nanos();
            }
        }
        assertThat(problems).isEmpty();
    }

    private static Stage stage(Engine engine, Policy policy, String how) {
        Stage stage = new Stage(engine, policy, JVMS, FOLDER);
        stage.say("\nFaults " + how + ", nodes " + engine + ", failure=" + policy + ", seed " + SEED + "\n");
        stage.say(RoundReport.head());
        return stage;
    }
}
