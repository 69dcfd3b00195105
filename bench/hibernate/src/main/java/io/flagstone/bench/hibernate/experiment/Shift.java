package io.flagstone.bench.hibernate.experiment;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A JVM's time of day, made wrong by libfaketime (Debian's package {@code faketime}) for whatever runs in it. The clock
 * that only goes forward, by which the JVMs' logs are compared, is left alone. It costs the JVM much of its speed, so that
 * ours, which can be given a clock, goes without.
 */
final class Shift {

    private static final String LIBRARY = "faketime/libfaketimeMT.so.1";

    private Shift() {}

    /** The library, if it is installed. */
    static Optional<Path> library() {
        return Stream.of("/usr/lib/x86_64-linux-gnu", "/usr/lib/aarch64-linux-gnu", "/usr/lib", "/usr/local/lib")
                .map(directory -> Path.of(directory, LIBRARY))
                .filter(Files::isReadable)
                .findFirst();
    }

    /** The command line that runs another with a time of day that is so many seconds ahead. */
    static List<String> by(int seconds, List<String> command) {
        Path library = library()
                .orElseThrow(() ->
                        new IllegalStateException("libfaketime is not installed; on Debian: apt-get install faketime"));
        List<String> line = new ArrayList<>(List.of(
                "env",
                "LD_PRELOAD=" + library,
                "FAKETIME=" + (seconds < 0 ? "" : "+") + seconds + "s",
                "FAKETIME_DONT_FAKE_MONOTONIC=1",
                "FAKETIME_DISABLE_SHM=1",
                "NO_FAKE_STAT=1"));
        line.addAll(command);
        return line;
    }
}
