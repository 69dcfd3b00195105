package io.flagstone.bench.hibernate.experiment;

import io.flagstone.bench.hibernate.log.Fault;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Which faults a run has, by the name that the user gives. */
final class Choice {

    private static final String NONE = "none";
    private static final String MIXED = "mixed";

    private Choice() {}

    /**
     * The faults of a name.
     *
     * @throws IllegalArgumentException if nobody knows it
     */
    static List<Fault.Kind> of(String name, PrintStream out) {
        if (name.equals(NONE)) {
            return List.of();
        }
        if (!name.equals(MIXED)) {
            return List.of(Arrays.stream(Fault.Kind.values())
                    .filter(kind -> name(kind).equals(name))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException("--faults " + name + ": allowed are " + names())));
        }
        boolean shift = Shift.library().isPresent();
        if (!shift) {
            out.println("libfaketime is not installed: mixed faults go without shifted clocks");
        }
        return Arrays.stream(Fault.Kind.values())
                .filter(kind -> shift || kind != Fault.Kind.CLOCK_SHIFT)
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
