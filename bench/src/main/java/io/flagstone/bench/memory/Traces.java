package io.flagstone.bench.memory;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * Reads block traces as cache simulators distribute them: files {@code NAME.trace} or {@code NAME.trace.gz} with one
 * block number a line; other lines are skipped.
 */
final class Traces {
    private static final String ENDING = ".trace";

    private Traces() {}

    /** All traces of a directory, by name. */
    static List<Workload> in(Path directory, Sizes sizes) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> name(file).contains(ENDING))
                    .sorted()
                    .map(file -> read(file, sizes))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("--traces " + directory, e);
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    private static Workload read(Path file, Sizes sizes) {
        String name = name(file).substring(0, name(file).indexOf(ENDING));
        Map<String, Integer> blocks = new HashMap<>();
        List<Integer> requests = new ArrayList<>();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(open(file), StandardCharsets.US_ASCII))) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                String block = line.strip();
                if (!block.isEmpty() && Character.isDigit(block.charAt(0))) {
                    requests.add(blocks.computeIfAbsent(block, unseen -> blocks.size()));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(file.toString(), e);
        }
        int[] sequence = requests.stream().mapToInt(Integer::intValue).toArray();
        if (sequence.length == 0) {
            throw new IllegalArgumentException(file + " has no block numbers");
        }
        return new Workload(
                name, sequence, sizes.ofFirst(Arrays.stream(sequence).max().orElse(0) + 1));
    }

    private static InputStream open(Path file) throws IOException {
        InputStream bytes = Files.newInputStream(file);
        return name(file).endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
    }
}
