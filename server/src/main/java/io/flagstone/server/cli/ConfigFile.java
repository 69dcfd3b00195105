package io.flagstone.server.cli;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.config.OptionException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Properties;
import java.util.TreeSet;

/** A configuration file: lines {@code name = value} in the format of Java's properties, names as {@code Option} has them. */
final class ConfigFile {
    private ConfigFile() {}

    /**
     * The options with those of the file added.
     *
     * @throws OptionException when the file cannot be read, or naming the file and the option at fault
     */
    static NodeOptions apply(NodeOptions options, Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (NoSuchFileException e) {
            throw new OptionException("--config " + file + ": there is no such file");
        } catch (IOException | IllegalArgumentException e) {
            throw new OptionException("--config " + file + ": cannot be read: " + e.getMessage());
        }
        NodeOptions changed = options;
        for (String name : new TreeSet<>(properties.stringPropertyNames())) {
            try {
                changed = changed.with(name, properties.getProperty(name));
            } catch (OptionException e) {
                throw new OptionException("--config " + file + ": " + e.getMessage());
            }
        }
        return changed;
    }
}
