package io.flagstone.server.tool;

import io.flagstone.server.tool.console.Every;
import io.flagstone.server.tool.console.Failure;
import io.flagstone.server.tool.console.Json;
import io.flagstone.server.tool.console.Screen;
import io.flagstone.server.tool.console.Status;
import io.flagstone.server.tool.console.Table;
import io.flagstone.server.tool.link.Access;
import io.flagstone.server.tool.link.Endpoint;
import io.flagstone.server.tool.link.Link;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code stats}: what nodes count. */
@Command(
        name = "stats",
        description = "Shows what nodes count, a column for each node.",
        footer = {
            "",
            "  flagstone stats                     all groups of 127.0.0.1:11211",
            "  flagstone stats get_* --every 1s    these, again and again, with rates",
            "  flagstone stats items evicted       these of each class"
        })
final class StatsCommand implements Callable<Integer> {
    private final Screen screen;

    @Mixin
    Access access = new Access();

    @Parameters(
            arity = "0..*",
            paramLabel = "HOST:PORT|NAME",
            description =
                    "nodes (default: 127.0.0.1:11211); groups (general, items, slabs, settings; default: all); names,"
                            + " with * for anything")
    List<String> words = List.of();

    @Option(names = "--every", paramLabel = "SPAN", description = "again and again, with changes per second")
    @Nullable
    Duration every;

    @Option(names = "--for", paramLabel = "SPAN", description = "with --every: end after this time")
    @Nullable
    Duration length;

    @Option(names = "--json", description = "a JSON object for each node, one a line")
    boolean json;

    private final Map<Endpoint, Link> links = new LinkedHashMap<>();
    private final Map<Endpoint, StatsSample> earlier = new LinkedHashMap<>();

    StatsCommand(Screen screen) {
        this.screen = screen;
    }

    @Override
    public Integer call() {
        if (length != null && every == null) {
            throw new Failure(Status.USAGE, "--for goes with --every");
        }
        List<Endpoint> endpoints = Endpoint.given(
                words.stream().filter(Endpoint::isMeant).distinct().toList());
        StatsChoice choice = StatsChoice.of(
                words.stream().filter(word -> !Endpoint.isMeant(word)).toList());
        try {
            return repeat(endpoints, choice).code();
        } finally {
            links.values().forEach(Link::close);
        }
    }

    private Status repeat(List<Endpoint> endpoints, StatsChoice choice) {
        if (every == null) {
            return show(endpoints, choice);
        }
        Every beats = new Every(every, length == null ? Duration.ofDays(36_500) : length);
        Status status;
        do {
            status = show(endpoints, choice);
        } while (beats.await());
        return status;
    }

    /** Asks all nodes once, and answers what was the matter with the last that could not be asked. */
    private Status show(List<Endpoint> endpoints, StatsChoice choice) {
        Status status = Status.OK;
        Map<Endpoint, StatsSample> samples = new LinkedHashMap<>();
        for (Endpoint endpoint : endpoints) {
            try {
                Link link = links.computeIfAbsent(endpoint, access::open);
                samples.put(endpoint, StatsSample.of(link, choice));
            } catch (Failure e) {
                status = e.status();
                screen.complain(e.text());
                forget(endpoint);
            }
        }
        if (!samples.isEmpty()) {
            List<String> lines = json ? objects(samples) : tables(samples, choice);
            lines.forEach(screen::line);
            screen.flush();
        }
        earlier.putAll(samples);
        return status;
    }

    private void forget(Endpoint endpoint) {
        earlier.remove(endpoint);
        Link link = links.remove(endpoint);
        if (link != null) {
            link.close();
        }
    }

    private List<String> objects(Map<Endpoint, StatsSample> samples) {
        List<String> lines = new ArrayList<>();
        samples.forEach((endpoint, sample) -> {
            Map<String, Object> object = new LinkedHashMap<>();
            object.put("node", endpoint.toString());
            object.put("time", now().toString());
            sample.groups().forEach((group, values) -> object.put(group.title(), nested(values)));
            if (every != null) {
                Map<String, Object> rates = new LinkedHashMap<>();
                sample.rates(earlier.get(endpoint))
                        .forEach((group, values) -> rates.put(group.title(), nested(values)));
                object.put("per_second", rates);
            }
            lines.add(Json.of(object));
        });
        return lines;
    }

    private static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    /** {@code items:1:age} and {@code 1:age} become {@code age} in an object called 1. */
    private static Map<String, Object> nested(Map<String, String> values) {
        Map<String, Object> outer = new LinkedHashMap<>();
        Map<String, Map<String, Object>> classes = new LinkedHashMap<>();
        values.forEach((name, value) -> {
            String[] parts = name.split(":");
            if (parts.length > 1) {
                classes.computeIfAbsent(parts[parts.length - 2], number -> new LinkedHashMap<>())
                        .put(parts[parts.length - 1], value);
            } else {
                outer.put(name, value);
            }
        });
        outer.putAll(classes);
        return outer;
    }

    private List<String> tables(Map<Endpoint, StatsSample> samples, StatsChoice choice) {
        List<String> lines = new ArrayList<>();
        if (every != null) {
            lines.add("time " + now());
        }
        Table table = new Table(1);
        Map<Endpoint, Map<StatsGroup, Map<String, String>>> rates = new LinkedHashMap<>();
        samples.forEach((endpoint, sample) -> rates.put(endpoint, sample.rates(earlier.get(endpoint))));
        for (StatsGroup group : choice.groups()) {
            rows(table, group, samples, rates);
        }
        lines.addAll(table.lines());
        if (every != null) {
            lines.add("");
        }
        return lines;
    }

    private void rows(
            Table table,
            StatsGroup group,
            Map<Endpoint, StatsSample> samples,
            Map<Endpoint, Map<StatsGroup, Map<String, String>>> rates) {
        List<String> heading = new ArrayList<>(List.of(group.title()));
        Map<String, List<String>> rows = new LinkedHashMap<>();
        samples.values().forEach(sample -> values(sample, group).keySet().forEach(name -> rows.put(name, row(name))));
        samples.forEach((endpoint, sample) -> {
            heading.add(endpoint.toString());
            if (every != null) {
                heading.add("per second");
            }
            Map<String, String> changed = rates.getOrDefault(endpoint, Map.of()).getOrDefault(group, Map.of());
            rows.forEach((name, row) -> {
                row.add(values(sample, group).getOrDefault(name, "-"));
                if (every != null) {
                    row.add(changed.getOrDefault(name, ""));
                }
            });
        });
        if (!rows.isEmpty()) {
            table.row(heading);
            rows.values().forEach(table::row);
        }
    }

    private static List<String> row(String name) {
        return new ArrayList<>(List.of("  " + name));
    }

    private static Map<String, String> values(StatsSample sample, StatsGroup group) {
        return sample.groups().getOrDefault(group, Map.of());
    }
}
