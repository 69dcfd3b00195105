package io.flagstone.bench.soak;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The threads and the open files of a process by their names, and how many there are of each: what a number that grows is made
 * of.
 *
 * @param counts by name
 */
record Roster(Map<String, Integer> counts) {
    /** Numbers that tell one thread or socket of a kind from another. */
    private static final Pattern NUMBERS = Pattern.compile("[0-9]+");

    /** Of this process now. */
    static Roster of(long pid) {
        Path home = Path.of("/proc", "" + pid);
        Map<String, Integer> counts = new TreeMap<>();
        try (DirectoryStream<Path> threads = Files.newDirectoryStream(home.resolve("task"));
                DirectoryStream<Path> files = Files.newDirectoryStream(home.resolve("fd"))) {
            threads.forEach(thread -> count(counts, "thread " + thread(thread)));
            files.forEach(file -> count(counts, "open " + target(file)));
        } catch (IOException e) {
            throw new UncheckedIOException("process " + pid, e);
        }
        return new Roster(counts);
    }

    private static void count(Map<String, Integer> counts, String name) {
        counts.merge(NUMBERS.matcher(name).replaceAll("#"), 1, Integer::sum);
    }

    private static String thread(Path thread) {
        try {
            return Files.readString(thread.resolve("comm")).strip();
        } catch (IOException e) {
            return "that has just ended";
        }
    }

    private static String target(Path file) {
        try {
            return Files.readSymbolicLink(file).toString();
        } catch (IOException e) {
            return "that has just been closed";
        }
    }

    /** What there is more of here than there, in words. */
    String beyond(Roster other) {
        return counts.entrySet().stream()
                .filter(each -> each.getValue() > other.counts.getOrDefault(each.getKey(), 0))
                .map(each ->
                        each.getKey() + ": " + other.counts.getOrDefault(each.getKey(), 0) + " to " + each.getValue())
                .collect(Collectors.joining(", "));
    }
}
