package io.flagstone.bench.soak;

import java.util.Arrays;

/** A figure over time, in memory that is there from the beginning: the heap that it lies on is one of these figures. */
final class Series {
    private final double[] hours;
    private final double[] values;
    private int size;

    /** None yet, and at most so many. */
    Series(int most) {
        hours = new double[most];
        values = new double[most];
    }

    void add(double hour, double value) {
        hours[size] = hour;
        values[size++] = value;
    }

    int size() {
        return size;
    }

    double first() {
        return size == 0 ? 0 : values[0];
    }

    double last() {
        return size == 0 ? 0 : values[size - 1];
    }

    /** The same from this hour on. */
    Series from(double hour) {
        Series later = new Series(size);
        for (int i = 0; i < size; i++) {
            if (hours[i] >= hour) {
                later.add(hours[i], values[i]);
            }
        }
        return later;
    }

    double mean() {
        return Arrays.stream(values, 0, size).average().orElse(0);
    }

    /** How much it grows in an hour, in percent of its mean: the slope of the line that is nearest to it (least squares). */
    double percentPerHour() {
        double mean = mean();
        double middle = Arrays.stream(hours, 0, size).average().orElse(0);
        double covariance = 0;
        double variance = 0;
        for (int i = 0; i < size; i++) {
            covariance += (hours[i] - middle) * (values[i] - mean);
            variance += (hours[i] - middle) * (hours[i] - middle);
        }
        return variance == 0 || mean == 0 ? 0 : 100 * covariance / variance / mean;
    }

    /** The middle of the values between two shares of their number. */
    double median(double from, double to) {
        double[] part = Arrays.copyOfRange(values, (int) (from * size), (int) Math.ceil(to * size));
        Arrays.sort(part);
        return part.length == 0 ? 0 : part[part.length / 2];
    }
}
