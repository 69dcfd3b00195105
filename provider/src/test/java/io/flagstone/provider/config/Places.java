package io.flagstone.provider.config;

import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** All the places where settings can be written, filled by the test. */
final class Places {

    private final Path folder;
    private final Properties properties = new Properties();
    private final Properties system = new Properties();
    private final Map<String, String> environment = new HashMap<>();
    private URI uri = URI.create("flagstone:test");

    Places(Path folder) {
        this.folder = folder;
    }

    Places uri(String text) {
        uri = URI.create(text);
        return this;
    }

    Places property(String key, Object value) {
        properties.put(key, value);
        return this;
    }

    Places system(String key, String value) {
        system.setProperty(key, value);
        return this;
    }

    Places environment(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** A file that the manager's URI leads to. */
    Places file(String text) {
        uri = written("own.properties", text).toUri();
        return this;
    }

    /** The file that is looked for on the class path. */
    Places classPath(String text) {
        written(Settings.DEFAULT_FILE, text);
        return this;
    }

    Path written(String name, String text) {
        try {
            return Files.writeString(folder.resolve(name), text);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    Settings gather() {
        try {
            URL[] urls = {folder.toUri().toURL()};
            ClassLoader loader = new URLClassLoader(urls, ClassLoader.getPlatformClassLoader());
            return Settings.gather(uri, loader, properties, system, environment);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    ClientOptions client() {
        return gather().client();
    }

    CacheOptions cache(String name) {
        return gather().cache(name, Map.of());
    }
}
