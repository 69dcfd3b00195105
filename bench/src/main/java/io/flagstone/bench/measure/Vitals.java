package io.flagstone.bench.measure;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * What a process takes of the machine, as Linux tells it.
 *
 * @param residentBytes memory of its own that is in RAM
 * @param threads its threads
 * @param descriptors its open files and sockets
 */
public record Vitals(long residentBytes, int threads, int descriptors) {
    private static final int BYTES_PER_KB = 1024;

    /** Those of this process now. */
    public static Vitals of(long pid) {
        Path home = Path.of("/proc", "" + pid);
        try {
            long resident = 0;
            int threads = 0;
            for (String line : Files.readAllLines(home.resolve("status"))) {
                if (line.startsWith("VmRSS:")) {
                    resident = number(line) * BYTES_PER_KB;
                } else if (line.startsWith("Threads:")) {
                    threads = (int) number(line);
                }
            }
            File[] open = Objects.requireNonNull(home.resolve("fd").toFile().listFiles(), "descriptors of " + pid);
            return new Vitals(resident, threads, open.length);
        } catch (IOException e) {
            throw new UncheckedIOException("process " + pid, e);
        }
    }

    private static long number(String line) {
        return Long.parseLong(line.replaceAll("\\D", ""));
    }

    /** Memory in MiB. */
    public double residentMebibytes() {
        return residentBytes / (double) (1 << 20);
    }
}
