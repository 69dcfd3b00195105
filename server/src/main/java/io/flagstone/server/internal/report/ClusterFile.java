package io.flagstone.server.internal.report;

import io.flagstone.server.config.NodeOptions;
import io.flagstone.server.config.Option;
import io.flagstone.server.config.OptionException;
import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The file with the {@link ClusterList} that this node tells its clients. It is read again when somebody asks, at most once a
 * second. What cannot be read, is no list, or is another list without a larger version changes nothing: the last list stays, and the
 * mistake is logged once. Safe for use by several event loops.
 */
public final class ClusterFile {
    private static final Logger LOG = System.getLogger("io.flagstone.server");
    private static final long PAUSE_NANOS = 1_000_000_000L;
    /** More than a thousand nodes. A guess. */
    private static final int LARGEST = 128 * 1024;

    private final Path path;
    private final LongSupplier nanos;
    private final AtomicLong due;
    private volatile ClusterList list;
    private volatile byte[] reply;
    private String lastMistake = "";

    /**
     * Reads the file for the first time.
     *
     * @throws OptionException when there is no list in it
     */
    ClusterFile(Path path, LongSupplier nanos) {
        this.path = path;
        this.nanos = nanos;
        try {
            list = read();
        } catch (IOException | IllegalArgumentException e) {
            throw new OptionException(Option.CLUSTER_FILE.key() + ": " + path + ": " + reason(e));
        }
        reply = list.reply();
        due = new AtomicLong(nanos.getAsLong() + PAUSE_NANOS);
    }

    /** The file that the options name, or null. */
    static @Nullable ClusterFile of(NodeOptions options) {
        String name = options.text(Option.CLUSTER_FILE);
        return name.equals("none") ? null : new ClusterFile(Path.of(name), System::nanoTime);
    }

    /** The answer to {@code config get cluster}, ready for the wire; not to be changed. */
    public byte[] reply() {
        long at = due.get();
        long now = nanos.getAsLong();
        if (now - at >= 0 && due.compareAndSet(at, now + PAUSE_NANOS)) {
            look();
        }
        return reply;
    }

    private synchronized void look() {
        try {
            ClusterList found = read();
            if (found.equals(list)) {
                return;
            }
            if (found.version() <= list.version()) {
                throw new IllegalArgumentException("it has changed, but its version " + found.version()
                        + " is not larger than " + list.version() + ", which was told before");
            }
            list = found;
            reply = found.reply();
            lastMistake = "";
        } catch (IOException | IllegalArgumentException e) {
            complain(reason(e));
        }
    }

    private void complain(String mistake) {
        if (!mistake.equals(lastMistake)) {
            lastMistake = mistake;
            LOG.log(Level.WARNING, "{0} {1}: {2}; the list before it stays", Option.CLUSTER_FILE.key(), path, mistake);
        }
    }

    private ClusterList read() throws IOException {
        if (Files.size(path) > LARGEST) {
            throw new IOException("it has more than " + LARGEST + " bytes");
        }
        return ClusterList.parse(Files.readString(path, StandardCharsets.UTF_8));
    }

    private static String reason(Exception e) {
        boolean plain = e instanceof IllegalArgumentException || e.getClass() == IOException.class;
        return plain ? String.valueOf(e.getMessage()) : "cannot be read: " + e;
    }
}
