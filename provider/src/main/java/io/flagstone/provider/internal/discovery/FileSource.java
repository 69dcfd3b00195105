package io.flagstone.provider.internal.discovery;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.flagstone.provider.discovery.NodeListing;
import io.flagstone.provider.discovery.SourceContext;
import io.flagstone.provider.failure.ConfigurationProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** A list in a file, read again and again. Write it under another name and rename it, so that no half of it is read. */
final class FileSource extends PolledSource {

    /** A list of a thousand nodes has less. A guess. */
    private static final long LARGEST = 1 << 20;

    FileSource() {
        super("file");
    }

    @Override
    Reader reader(String location, SourceContext context) {
        Path path = path(location);
        return () -> read(path);
    }

    /** {@code file:/etc/nodes}, {@code file:///etc/nodes} and {@code file:nodes} are what people write. */
    private static Path path(String location) {
        try {
            return Path.of(location.startsWith("///") ? location.substring(2) : location);
        } catch (InvalidPathException e) {
            throw new ConfigurationProblem("file:" + location + " is not the path of a file", e);
        }
    }

    private static NodeListing read(Path path) throws IOException {
        try {
            if (Files.size(path) > LARGEST) {
                throw new IOException("it has more than " + LARGEST + " bytes");
            }
            return ListText.parse(Files.readString(path, UTF_8));
        } catch (NoSuchFileException e) {
            throw new IOException(
                    "there is no list of nodes " + path + "; write one node to a line, name=host:port", e);
        }
    }
}
