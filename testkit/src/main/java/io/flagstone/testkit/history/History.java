package io.flagstone.testkit.history;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Collects what the clients of one JVM ask and are told. Safe for use by many threads; each client has its own
 * {@link Recorder}.
 *
 * <p>A history in memory is lost with its JVM. {@link #journaling} also writes each call to a file before it is made and
 * again when it returns, so that the writes of a client that was killed are known to have been attempted.
 */
public final class History implements AutoCloseable {
    private final Collection<Recorder> recorders = new ConcurrentLinkedQueue<>();
    private final AtomicLong numbers = new AtomicLong();
    private final @Nullable Journal journal;

    private History(@Nullable Journal journal) {
        this.journal = journal;
    }

    /** A history in memory. */
    public static History inMemory() {
        return new History(null);
    }

    /** A history that is also written to a new file as it happens. */
    public static History journaling(Path file) {
        return new History(Journal.create(file));
    }

    /** A recorder for one client, to which every call that throws is of unknown outcome. */
    public Recorder recorder(String client) {
        return recorder(client, failure -> Outcome.Plain.UNKNOWN);
    }

    /**
     * A recorder for one client.
     *
     * @param fate what an exception says about the call. Say {@link Outcome.Plain#NOT_DONE} only where no byte of the
     *     request can have left
     */
    public Recorder recorder(String client, Function<Exception, Outcome> fate) {
        Recorder recorder = new Recorder(this, client, fate);
        recorders.add(recorder);
        return recorder;
    }

    /** What has been recorded so far; calls still open are of unknown outcome. */
    public List<Event> events() {
        List<Event> events = new ArrayList<>();
        recorders.forEach(recorder -> recorder.copyTo(events));
        return events;
    }

    /** Writes what has been recorded so far to a new file. */
    public void save(Path file) {
        HistoryFile.write(file, events());
    }

    /** Reads histories that were saved or journaled, and merges them. */
    public static List<Event> read(Collection<Path> files) {
        List<Event> events = new ArrayList<>();
        files.forEach(file -> events.addAll(HistoryFile.read(file)));
        return events;
    }

    Call open(String client, Operation operation) {
        return new Call(numbers.incrementAndGet(), client, operation, journal);
    }

    /** Closes the journal, if there is one. */
    @Override
    public void close() {
        if (journal != null) {
            journal.close();
        }
    }
}
