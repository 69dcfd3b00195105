package io.flagstone.bench.measure;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The figures of one run, or the medians of several.
 *
 * @param perSecond entries read or written per second; most operations concern one
 * @param p50 median latency of a call, microseconds
 * @param p99 latency that 99 of 100 do not exceed, microseconds
 * @param p999 latency that 999 of 1000 do not exceed, microseconds
 * @param clientMicros CPU time of the client per entry, microseconds
 * @param serverMicros CPU time of the server per entry, microseconds; NaN if not measured
 * @param loadShare CPU time of the client per time elapsed: 1 is a whole core
 * @param misses reads that found nothing
 * @param errors wrong answers and failures
 */
public record Measurement(
        double perSecond,
        double p50,
        double p99,
        double p999,
        double clientMicros,
        double serverMicros,
        double loadShare,
        long misses,
        long errors) {

    /** Each figure's own median; misses and errors are added up. */
    public static Measurement median(List<Measurement> runs) {
        return new Measurement(
                median(runs, Measurement::perSecond),
                median(runs, Measurement::p50),
                median(runs, Measurement::p99),
                median(runs, Measurement::p999),
                median(runs, Measurement::clientMicros),
                median(runs, Measurement::serverMicros),
                median(runs, Measurement::loadShare),
                runs.stream().mapToLong(Measurement::misses).sum(),
                runs.stream().mapToLong(Measurement::errors).sum());
    }

    /** The median of one figure; of an even number of runs, the mean of the middle two. */
    public static double median(List<Measurement> runs, ToDoubleFunction<Measurement> figure) {
        return median(runs.stream().mapToDouble(figure).toArray());
    }

    private static double median(double[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("no runs");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    /**
     * How much faster one arm is than another: the median of the ratios of their rates, round by round. What else
     * happens on the machine changes slowly compared with a round, so that it hits both sides of each ratio.
     */
    public static double ratio(List<Measurement> runs, List<Measurement> base) {
        double[] ratios = new double[Math.min(runs.size(), base.size())];
        for (int i = 0; i < ratios.length; i++) {
            ratios[i] = runs.get(i).perSecond() / base.get(i).perSecond();
        }
        return median(ratios);
    }

    /** How far the runs' rates lie apart: (highest - lowest) / median. The noise of a comparison is of this size. */
    public static double spread(List<Measurement> runs) {
        Comparator<Measurement> byRate = Comparator.comparingDouble(Measurement::perSecond);
        double highest = runs.stream().max(byRate).orElseThrow().perSecond();
        double lowest = runs.stream().min(byRate).orElseThrow().perSecond();
        return (highest - lowest) / median(runs, Measurement::perSecond);
    }
}
