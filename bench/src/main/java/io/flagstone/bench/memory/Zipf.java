package io.flagstone.bench.memory;

import java.util.Arrays;
import java.util.SplittableRandom;

/** Draws numbers from 0 up, each less often than the one before, by Zipf's law; ranks and sizes have nothing in common. */
final class Zipf {
    private final double[] sums;

    Zipf(int count, double exponent) {
        sums = new double[count];
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += Math.pow(i + 1, -exponent);
            sums[i] = sum;
        }
    }

    int next(SplittableRandom random) {
        double place = random.nextDouble() * sums[sums.length - 1];
        int at = Arrays.binarySearch(sums, place);
        return Math.min(sums.length - 1, at < 0 ? -at - 1 : at);
    }
}
