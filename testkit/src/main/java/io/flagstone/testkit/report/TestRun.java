package io.flagstone.testkit.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The reports under a checkout, by group: a module, and the variant if one module runs its tests several times. */
final class TestRun {
    private static final Pattern PLACE = Pattern.compile(
            "(?<module>.*?)/?target/(?:surefire|failsafe)-reports(?:-(?<suffix>[^/]+))?(?<folder>/.+)?/TEST-[^/]+\\.xml");
    private static final Pattern VARIANT_OF_SUITE = Pattern.compile(".*\\((?<variant>[^)]+)\\)");

    private final Map<String, Tally> groups = new TreeMap<>();

    /** Reads every report below the root. */
    static TestRun under(Path root) {
        TestRun run = new TestRun();
        for (Path file : files(root)) {
            Matcher place = PLACE.matcher(root.relativize(file).toString().replace('\\', '/'));
            if (place.matches()) {
                run.add(place, Report.read(file));
            }
        }
        return run;
    }

    private static List<Path> files(Path root) {
        try (Stream<Path> walk = Files.walk(root)) {
            return walk.filter(Files::isRegularFile).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void add(Matcher place, Report report) {
        String module = place.group("module").isEmpty() ? "(root)" : place.group("module");
        String group = module + variant(place.group("suffix"), place.group("folder"), report.suite());
        groups.merge(group, report.tally(), Tally::plus);
    }

    private static String variant(String suffix, String folder, String suite) {
        Matcher named = VARIANT_OF_SUITE.matcher(suite);
        StringBuilder variant = new StringBuilder();
        variant.append(suffix == null ? "" : " " + suffix);
        variant.append(folder == null ? "" : folder.replace('/', ' '));
        variant.append(named.matches() ? " " + named.group("variant") : "");
        return variant.toString();
    }

    Map<String, Tally> groups() {
        return groups;
    }

    Tally total() {
        return groups.values().stream().reduce(Tally.NONE, Tally::plus);
    }
}
