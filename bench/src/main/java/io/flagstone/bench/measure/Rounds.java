package io.flagstone.bench.measure;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Lets several arms take turns, so that what else happens on the machine hits them alike: in each round every arm runs
 * once, and each round begins with another arm.
 */
public final class Rounds {
    private Rounds() {}

    /** The arms' numbers in the order of one round. */
    static List<Integer> order(int arms, int round) {
        List<Integer> order = new ArrayList<>();
        for (int i = 0; i < arms; i++) {
            order.add((round + i) % arms);
        }
        return order;
    }

    /** Runs all rounds; the result has, for each arm, its measurements in the order of time. */
    public static List<List<Measurement>> run(int arms, int rounds, IntFunction<Measurement> runOfArm) {
        List<List<Measurement>> results = new ArrayList<>();
        for (int arm = 0; arm < arms; arm++) {
            results.add(new ArrayList<>());
        }
        for (int round = 0; round < rounds; round++) {
            for (int arm : order(arms, round)) {
                results.get(arm).add(runOfArm.apply(arm));
            }
        }
        return results;
    }
}
