package io.flagstone.packages;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.yaml.snakeyaml.Yaml;

/** An image in the layout of the Open Container Initiative, unpacked into a folder. */
final class Image {
    private final Path folder;

    private Image(Path folder) {
        this.folder = folder;
    }

    /** Unpacks the archive of an image. */
    static Image unpack(Path archive, Path folder) {
        Shell.lines("tar", "-x", "-C", folder.toString(), "-f", archive.toString());
        return new Image(folder);
    }

    /** What is found behind these names in a document; a number is a place in a list. */
    static Object at(Object document, Object... names) {
        Object here = document;
        for (Object name : names) {
            here = name instanceof Integer place
                    ? ((List<?>) here).get(place)
                    : Objects.requireNonNull(((Map<?, ?>) here).get(name), () -> name + " in " + List.of(names));
        }
        return here;
    }

    private Object read(Path file) {
        try (BufferedReader reader = Files.newBufferedReader(file)) {
            return new Yaml().load(reader);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Path blob(Object descriptor) {
        return folder.resolve("blobs/" + at(descriptor, "digest").toString().replace(':', '/'));
    }

    /** What the archive says of the images in it. */
    Object index() {
        return read(folder.resolve("index.json"));
    }

    Object manifest() {
        return read(blob(at(index(), "manifests", 0)));
    }

    /** The image's configuration: user, entry point, labels. */
    Object configuration() {
        return read(blob(at(manifest(), "config")));
    }

    /** A list of words in the configuration. */
    List<String> words(String name) {
        return ((List<?>) at(configuration(), "config", name))
                .stream().map(String::valueOf).toList();
    }

    /** Lays its layers over each other. */
    void layOut(Path root) {
        for (Object layer : (List<?>) at(manifest(), "layers")) {
            Shell.lines("tar", "-xz", "-C", root.toString(), "-f", blob(layer).toString());
        }
    }
}
