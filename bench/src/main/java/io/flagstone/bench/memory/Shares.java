package io.flagstone.bench.memory;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The shares of requests that a server had in several runs. */
final class Shares {
    private final List<Double> sorted = new ArrayList<>();

    void add(double share) {
        sorted.add(share);
        Collections.sort(sorted);
    }

    double median() {
        return sorted.get(sorted.size() / 2);
    }

    double least() {
        return sorted.get(0);
    }

    double most() {
        return sorted.get(sorted.size() - 1);
    }

    private double spread() {
        return most() - least();
    }

    /** Whether the median is no lower than the other's, but for the wider spread of the two. */
    boolean isNoLessThan(Shares other) {
        return median() >= other.median() - Math.max(spread(), other.spread());
    }
}
