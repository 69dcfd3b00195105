package io.flagstone.provider.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * A fault that is to come.
 *
 * @param target whom it befalls
 * @param startMillis when it begins, after the beginning of its round
 * @param millis how long it lasts
 */
record Planned(Fault fault, Target target, int startMillis, int millis) {

    private static final int CALM_MILLIS = 1_000;
    private static final int LONGEST_GAP = 4_000;

    private int endMillis() {
        return startMillis + millis;
    }

    private boolean meets(Planned other) {
        boolean sameTime = startMillis <= other.endMillis() && other.startMillis <= endMillis();
        return excludes(other) && sameTime;
    }

    /** Whether the two cannot last at the same time. */
    boolean excludes(Planned other) {
        return target == other.target && fault.excludes(other.fault);
    }

    /** One fault alone. */
    static List<Planned> alone(Fault fault, List<Target> targets) {
        return List.of(new Planned(fault, first(fault, targets), CALM_MILLIS, fault.millis()));
    }

    /** Two faults at the same time, on one node if that can have both, the second a moment later. */
    static List<Planned> pair(Fault one, Fault other, List<Target> targets) {
        int millis = Math.max(one.millis(), other.millis());
        List<Target> candidates = new ArrayList<>();
        if (!one.excludes(other)) {
            targets.stream()
                    .filter(target -> one.fits(target) && other.fits(target))
                    .forEach(candidates::add);
        }
        Target first = candidates.isEmpty() ? first(one, targets) : candidates.get(0);
        List<Target> others = targets.stream().filter(target -> target != first).toList();
        Target second = candidates.isEmpty() ? first(other, others) : first;
        return List.of(
                new Planned(one, first, CALM_MILLIS, millis), new Planned(other, second, CALM_MILLIS + 50, millis));
    }

    private static Target first(Fault fault, List<Target> targets) {
        return targets.stream()
                .filter(fault::fits)
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no node can have the fault " + fault));
    }

    /**
     * Faults for a round of about so long, drawn at random; none at the same time on one node that exclude each other.
     *
     * @param longest that any of them lasts, and that may lie between the beginnings of two, milliseconds
     */
    static List<Planned> schedule(Random random, List<Target> targets, int roundMillis, int longest) {
        List<Planned> plan = new ArrayList<>();
        int at = CALM_MILLIS;
        while (at < roundMillis) {
            Fault fault = Fault.values()[random.nextInt(Fault.values().length)];
            Target target = targets.get(random.nextInt(targets.size()));
            int millis = Math.min(longest, fault.millis() / 2 + random.nextInt(fault.millis()));
            Planned next = new Planned(fault, target, at, millis);
            if (fault.fits(target) && plan.stream().noneMatch(next::meets)) {
                plan.add(next);
                at += random.nextInt(Math.min(LONGEST_GAP, longest));
            }
        }
        return plan;
    }

    static String describe(List<Planned> plan) {
        return plan.stream().map(Planned::toString).collect(Collectors.joining(", "));
    }

    @Override
    public String toString() {
        return fault + " at " + target + " for " + millis + " ms from " + startMillis + " ms";
    }
}
