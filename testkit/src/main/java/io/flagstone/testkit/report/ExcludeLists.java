package io.flagstone.testkit.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The tests of the JSR-107 TCK that a run leaves out: the files named {@code ExcludeList} on its class path. */
final class ExcludeLists {
    private static final String NAME = "ExcludeList";

    private ExcludeLists() {}

    /** The entries by file, of all lists below a directory; comments and copies made by the build left out. */
    static Map<Path, List<String>> under(Path directory) {
        Map<Path, List<String>> lists = new TreeMap<>();
        try (Stream<Path> walk = Files.walk(directory)) {
            for (Path file : walk.filter(path -> path.endsWith(NAME)).toList()) {
                Path relative = directory.relativize(file);
                if (!Stream.of(relative.toString().split("/", -1)).toList().contains("target")) {
                    lists.put(relative, entries(file));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return lists;
    }

    private static List<String> entries(Path file) throws IOException {
        return Files.readAllLines(file).stream()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                .toList();
    }
}
