package io.flagstone.server.internal.admin;

import io.flagstone.server.internal.observe.Latencies;
import java.util.ArrayList;
import java.util.List;

/** The last ten minutes in steps of five seconds; any thread. */
final class History {
    /** Length of a step. */
    static final int STEP_SECONDS = 5;
    /** Steps kept. */
    static final int STEPS = 600 / STEP_SECONDS;

    /**
     * What one step was like; rates are per second.
     *
     * @param millis when it ended, Unix milliseconds
     */
    record Step(
            long millis,
            double requests,
            double hits,
            double misses,
            double evictions,
            double bytes,
            double connections,
            Latencies.Step times) {}

    private final List<Step> steps = new ArrayList<>();

    synchronized void add(Step step) {
        if (steps.size() == STEPS) {
            steps.remove(0);
        }
        steps.add(step);
    }

    /** From the oldest to the latest. */
    synchronized List<Step> steps() {
        return List.copyOf(steps);
    }
}
