package io.flagstone.provider.internal.discovery;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.flagstone.provider.discovery.NodeListListener;
import io.flagstone.provider.discovery.NodeListSource;
import io.flagstone.provider.discovery.NodeListing;
import io.flagstone.provider.discovery.SourceContext;
import io.flagstone.provider.failure.ConfigurationProblem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** A list in a file, read again and again. Write it under another name and rename it, so that no half of it is read. */
final class FileSource implements NodeListSource {

    /** A list of a thousand nodes has less. A guess. */
    private static final long LARGEST = 1 << 20;

    @Override
    public String scheme() {
        return "file";
    }

    @Override
    public AutoCloseable watch(String location, NodeListListener listener, SourceContext context) {
        Path path = path(location);
        AtomicBoolean closed = new AtomicBoolean();
        read(path, listener);
        context.repeat(context.poll(), () -> {
            if (!closed.get()) {
                read(path, listener);
            }
        });
        return () -> closed.set(true);
    }

    /** {@code file:/etc/nodes}, {@code file:///etc/nodes} and {@code file:nodes} are what people write. */
    private static Path path(String location) {
        try {
            return Path.of(location.startsWith("///") ? location.substring(2) : location);
        } catch (InvalidPathException e) {
            throw new ConfigurationProblem("file:" + location + " is not the path of a file", e);
        }
    }

    private static void read(Path path, NodeListListener listener) {
        NodeListing listing;
        try {
            if (Files.size(path) > LARGEST) {
                listener.failed("the list of nodes " + path + " has more than " + LARGEST + " bytes");
                return;
            }
            listing = ListText.parse(Files.readString(path, UTF_8));
        } catch (NoSuchFileException e) {
            listener.failed("there is no list of nodes " + path + "; write one node to a line, name=host:port");
            return;
        } catch (IOException e) {
            listener.failed("the list of nodes " + path + " cannot be read: " + e);
            return;
        } catch (ConfigurationProblem e) {
            listener.failed("the list of nodes " + path + ": " + e.getMessage());
            return;
        }
        listener.listed(listing);
    }
}
