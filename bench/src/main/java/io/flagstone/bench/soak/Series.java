package io.flagstone.bench.soak;

import java.util.ArrayList;
import java.util.List;

/** A figure over time. */
final class Series {
    private final List<Double> hours = new ArrayList<>();
    private final List<Double> values = new ArrayList<>();

    void add(double hour, double value) {
        hours.add(hour);
        values.add(value);
    }

    int size() {
        return values.size();
    }

    double first() {
        return values.isEmpty() ? 0 : values.get(0);
    }

    double last() {
        return values.isEmpty() ? 0 : values.get(values.size() - 1);
    }

    /** The same from this hour on. */
    Series from(double hour) {
        Series later = new Series();
        for (int i = 0; i < size(); i++) {
            if (hours.get(i) >= hour) {
                later.add(hours.get(i), values.get(i));
            }
        }
        return later;
    }

    double mean() {
        return values.stream().mapToDouble(value -> value).average().orElse(0);
    }

    /** How much it grows in an hour, in percent of its mean: the slope of the line that is nearest to it (least squares). */
    double percentPerHour() {
        double mean = mean();
        double middle = hours.stream().mapToDouble(hour -> hour).average().orElse(0);
        double covariance = 0;
        double variance = 0;
        for (int i = 0; i < size(); i++) {
            covariance += (hours.get(i) - middle) * (values.get(i) - mean);
            variance += (hours.get(i) - middle) * (hours.get(i) - middle);
        }
        return variance == 0 || mean == 0 ? 0 : 100 * covariance / variance / mean;
    }

    /** The middle of the values between two shares of their number. */
    double median(double from, double to) {
        List<Double> part = values.subList((int) (from * size()), (int) Math.ceil(to * size())).stream()
                .sorted()
                .toList();
        return part.isEmpty() ? 0 : part.get(part.size() / 2);
    }
}
