package io.flagstone.server.internal.metrics;

import io.flagstone.server.internal.observe.Latencies;
import io.prometheus.metrics.model.snapshots.ClassicHistogramBuckets;
import io.prometheus.metrics.model.snapshots.CounterSnapshot;
import io.prometheus.metrics.model.snapshots.CounterSnapshot.CounterDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot;
import io.prometheus.metrics.model.snapshots.GaugeSnapshot.GaugeDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot;
import io.prometheus.metrics.model.snapshots.HistogramSnapshot.HistogramDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot;
import io.prometheus.metrics.model.snapshots.InfoSnapshot.InfoDataPointSnapshot;
import io.prometheus.metrics.model.snapshots.Labels;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot;
import io.prometheus.metrics.model.snapshots.UnknownSnapshot.UnknownDataPointSnapshot;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Gathers values under the names of their metrics for one answer. */
final class Families {
    private static final String TOTAL = "_total";
    private static final String INFO = "_info";

    private record Point(Labels labels, double value) {}

    private record Family(Kind kind, String help, List<Point> points) {}

    private final Map<String, Family> families = new TreeMap<>();
    private final List<MetricSnapshot> others = new ArrayList<>();

    /**
     * Adds a value.
     *
     * @param labels names and values in turn
     */
    void add(Kind kind, String name, String help, double value, String... labels) {
        families.computeIfAbsent(name, fresh -> new Family(kind, help, new ArrayList<>()))
                .points()
                .add(new Point(Labels.of(labels), value));
    }

    void gauge(String name, String help, double value, String... labels) {
        add(Kind.GAUGE, name, help, value, labels);
    }

    void counter(String name, String help, double value, String... labels) {
        add(Kind.COUNTER, name, help, value, labels);
    }

    /** Facts in labels. Older libraries, such as the one that Spring Boot brings, allow that ending to no other type. */
    void info(String name, String help, String... labels) {
        others.add(InfoSnapshot.builder()
                .name(name.substring(0, name.length() - INFO.length()))
                .help(help)
                .dataPoint(InfoDataPointSnapshot.builder()
                        .labels(Labels.of(labels))
                        .build())
                .build());
    }

    void histogram(String name, String help, Latencies.Sum sum) {
        others.add(HistogramSnapshot.builder()
                .name(name)
                .help(help)
                .dataPoint(HistogramDataPointSnapshot.builder()
                        .classicHistogramBuckets(ClassicHistogramBuckets.of(sum.bounds(), sum.counts()))
                        .sum(sum.seconds())
                        .build())
                .build());
    }

    MetricSnapshots snapshots() {
        List<MetricSnapshot> all = new ArrayList<>(others);
        families.forEach((name, family) -> all.add(snapshot(name, family)));
        return new MetricSnapshots(all);
    }

    private static MetricSnapshot snapshot(String name, Family family) {
        return switch (family.kind()) {
            case GAUGE -> gauge(name, family);
            case COUNTER -> counter(name.substring(0, name.length() - TOTAL.length()), family);
            case UNTYPED -> untyped(name, family);
        };
    }

    private static MetricSnapshot gauge(String name, Family family) {
        GaugeSnapshot.Builder builder = GaugeSnapshot.builder().name(name).help(family.help());
        family.points()
                .forEach(point -> builder.dataPoint(GaugeDataPointSnapshot.builder()
                        .labels(point.labels())
                        .value(point.value())
                        .build()));
        return builder.build();
    }

    private static MetricSnapshot counter(String name, Family family) {
        CounterSnapshot.Builder builder = CounterSnapshot.builder().name(name).help(family.help());
        family.points()
                .forEach(point -> builder.dataPoint(CounterDataPointSnapshot.builder()
                        .labels(point.labels())
                        .value(point.value())
                        .build()));
        return builder.build();
    }

    private static MetricSnapshot untyped(String name, Family family) {
        UnknownSnapshot.Builder builder = UnknownSnapshot.builder().name(name).help(family.help());
        family.points()
                .forEach(point -> builder.dataPoint(UnknownDataPointSnapshot.builder()
                        .labels(point.labels())
                        .value(point.value())
                        .build()));
        return builder.build();
    }
}
