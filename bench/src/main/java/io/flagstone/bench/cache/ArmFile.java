package io.flagstone.bench.cache;

import io.flagstone.testkit.process.Ports;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An arm described by a properties file.
 *
 * <pre>
 *   label         its name in the results (default: the file's name)
 *   provider      the class of the caching provider
 *   uri           the URI of the cache manager (default: the provider's own)
 *   properties    a file of properties for the cache manager
 *   classpath     what the provider needs; @FILE stands for the content of a file
 *   jvm           flags of the arm's JVM
 *   command       what to put before the JVM's command line, for instance taskset -c 1
 *   server        a command line to run meanwhile
 *   server.ready  a text it prints when it is ready (default: when its port takes connections)
 * </pre>
 *
 * In all of them <code>${port}</code> stands for a free port, <code>${bench}</code> for the class path of the load
 * program, <code>${run}</code> for all of the class path it runs with, <code>${java}</code> for this JVM's launcher, <code>${dir}</code> for the directory of the file, and
 * <code>${classpath}</code>, after the first, for the arm's own class path.
 */
final class ArmFile {
    private static final Set<String> KEYS =
            Set.of("label", "provider", "uri", "properties", "classpath", "jvm", "command", "server", "server.ready");
    private static final Pattern PLACEHOLDER = Pattern.compile("\\$\\{(\\w+)}");

    private final Path file;
    private final Properties entries = new Properties();
    private final int port = Ports.free();

    ArmFile(Path file) {
        this.file = file;
        try (Reader reader = Files.newBufferedReader(file)) {
            entries.load(reader);
        } catch (IOException e) {
            throw new IllegalArgumentException("Arm " + file + " cannot be read: " + e.getMessage(), e);
        }
        Set<String> unknown = new TreeSet<>(entries.stringPropertyNames());
        unknown.removeAll(KEYS);
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException("Arm " + file + ": unknown " + unknown + ", known are " + KEYS);
        }
        if (value("provider").isEmpty()) {
            throw new IllegalArgumentException("Arm " + file + ": provider is missing");
        }
    }

    String label() {
        String name = String.valueOf(file.getFileName());
        return value("label").isEmpty() ? name.replace(".properties", "") : value("label");
    }

    int port() {
        return port;
    }

    /** The value with its placeholders filled in; empty if there is none. */
    String value(String key) {
        return fill(entries.getProperty(key, "").strip());
    }

    /** The value as words. */
    List<String> words(String key) {
        List<String> words = new ArrayList<>(List.of(value(key).split("\\s+", -1)));
        words.removeIf(String::isEmpty);
        return words;
    }

    private String fill(String text) {
        Map<String, String> known = Map.of(
                "port", "" + port,
                "run", System.getProperty("java.class.path"),
                "bench", BenchClassPath.asText(),
                "java", Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "dir", String.valueOf(file.toAbsolutePath().getParent()));
        return PLACEHOLDER
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(
                        found.group(1).equals("classpath") ? classPath() : known(known, found.group(1))));
    }

    private String known(Map<String, String> known, String name) {
        String value = known.get(name);
        if (value == null) {
            throw new IllegalArgumentException("Arm " + file + ": unknown ${" + name + "}");
        }
        return value;
    }

    /** The arm's own class path. */
    String classPath() {
        String path = value("classpath");
        if (!path.startsWith("@")) {
            return path;
        }
        try {
            return Files.readString(Path.of(path.substring(1))).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("Arm " + file + ": class path " + path + " cannot be read", e);
        }
    }
}
