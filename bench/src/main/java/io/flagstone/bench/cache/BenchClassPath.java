package io.flagstone.bench.cache;

import io.flagstone.testkit.process.Ports;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;
import java.util.stream.Collectors;
import javax.cache.Cache;
import org.HdrHistogram.Histogram;

/** Where the load program's own code lies, and nothing else: an arm must not find another arm's provider. */
final class BenchClassPath {
    private static final List<Class<?>> PARTS = List.of(Worker.class, Ports.class, Histogram.class, Cache.class);

    private BenchClassPath() {}

    static String asText() {
        return PARTS.stream().map(BenchClassPath::place).distinct().collect(Collectors.joining(File.pathSeparator));
    }

    private static String place(Class<?> part) {
        CodeSource source = part.getProtectionDomain().getCodeSource();
        if (source == null) {
            throw new IllegalStateException(part + " has no place");
        }
        try {
            return Path.of(source.getLocation().toURI()).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
