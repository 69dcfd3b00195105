package io.flagstone.bench.hibernate.experiment;

import io.flagstone.bench.hibernate.arm.Kind;
import io.flagstone.bench.hibernate.log.Fault;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Which faults a run has, by the name that the user gives. */
final class Choice {

    private static final String NONE = "none";
    private static final String MIXED = "mixed";

    private Choice() {}

    /**
     * The faults of a name. Mixed are all, but for the time of day of caches that are not ours: to shift that makes a JVM
     * so slow that its figures say nothing.
     *
     * @throws IllegalArgumentException if nobody knows it
     */
    static List<Fault.Kind> of(String name, Kind arm) {
        if (name.equals(NONE)) {
            return List.of();
        }
        if (!name.equals(MIXED)) {
            return List.of(Arrays.stream(Fault.Kind.values())
                    .filter(kind -> name(kind).equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("--faults " + name + ": allowed are " + names())));
        }
        return Arrays.stream(Fault.Kind.values())
                .filter(kind -> arm.ours() || kind != Fault.Kind.CLOCK_SHIFT)
                .toList();
    }

    private static String name(Fault.Kind kind) {
        return kind.toString().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static String names() {
        return NONE + ", " + MIXED + ", "
                + String.join(
                        ", ",
                        Arrays.stream(Fault.Kind.values()).map(Choice::name).toList());
    }
}
