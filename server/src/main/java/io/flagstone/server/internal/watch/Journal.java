package io.flagstone.server.internal.watch;

import io.flagstone.server.internal.protocol.Limits;
import io.flagstone.server.internal.protocol.Text;
import io.flagstone.server.internal.protocol.UriKey;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Tells watchers what happens, in memcached's line formats. While nobody watches a topic, asking {@link #wants} is all
 * that it costs. A line is written once, under one lock, so that every watcher sees ascending {@code gid}s; nothing is
 * waited for there, and a watcher that does not keep up loses lines rather than holding anybody up.
 */
public final class Journal {
    /** Watchers at a time; memcached's figure. */
    public static final int WATCHERS_MAX = 20;

    private static final int LINE_MAX = UriKey.GROWTH * Limits.KEY + 512;
    private static final long MICROS = 1_000_000;

    private static final byte[] TS = Text.ascii("ts=");
    private static final byte[] GID = Text.ascii(" gid=");
    private static final byte[] TYPE = Text.ascii(" type=");

    private final LongSupplier unixMicros;
    private final int capacity;
    private final LogLine line = new LogLine(LINE_MAX);
    private Watcher[] watchers = {};
    private volatile int wanted;
    private long gid;
    private long written;
    private long sent;
    private long skipped;

    /**
     * A journal without watchers.
     *
     * @param unixMicros the wall clock, microseconds
     * @param capacity bytes that may wait for one watcher
     */
    public Journal(LongSupplier unixMicros, int capacity) {
        this.unixMicros = unixMicros;
        this.capacity = capacity;
    }

    /** The system's wall clock in microseconds; the digits below a millisecond come from the monotonic clock. */
    public static LongSupplier systemMicros() {
        long offset = System.currentTimeMillis() * 1000 - System.nanoTime() / 1000;
        return () -> offset + System.nanoTime() / 1000;
    }

    /** Whether somebody watches this. */
    public boolean wants(Topic topic) {
        return (wanted & topic.bit()) != 0;
    }

    /** Lets somebody watch these topics; null when there are too many watchers already. */
    public synchronized @Nullable Watcher watch(int topics) {
        if (watchers.length == WATCHERS_MAX) {
            return null;
        }
        Watcher watcher = new Watcher(topics, capacity);
        Watcher[] more = new Watcher[watchers.length + 1];
        System.arraycopy(watchers, 0, more, 0, watchers.length);
        more[watchers.length] = watcher;
        watchers = more;
        wanted |= topics;
        return watcher;
    }

    /** A watcher has gone. */
    public synchronized void leave(Watcher watcher) {
        int topics = 0;
        int left = 0;
        Watcher[] others = new Watcher[Math.max(0, watchers.length - 1)];
        for (Watcher other : watchers) {
            if (other != watcher) {
                others[left++] = other;
                topics |= other.topics();
            }
        }
        watchers = others;
        wanted = topics;
    }

    /** Begins a line; the caller holds this object's lock. */
    LogLine begin(byte[] type) {
        long now = unixMicros.getAsLong();
        line.clear().text(TS).number(now / MICROS).text('.');
        line.digits(now % MICROS, 6);
        return line.text(GID).number(++gid).text(TYPE).text(type);
    }

    /** Hands the line to those who watch this topic; the caller holds this object's lock. */
    void end(Topic topic) {
        line.text('\n');
        written++;
        for (Watcher watcher : watchers) {
            if (!watcher.wants(topic)) {
                continue;
            }
            if (watcher.offer(line.bytes(), line.length())) {
                sent++;
            } else {
                skipped++;
            }
        }
    }

    /** Counts from zero again. */
    public synchronized void reset() {
        written = 0;
        sent = 0;
        skipped = 0;
    }

    /** Watchers now. */
    public synchronized int watchers() {
        return watchers.length;
    }

    /** Lines written since the statistics were last reset. */
    public synchronized long written() {
        return written;
    }

    /** Lines put into the buffers of watchers. */
    public synchronized long sent() {
        return sent;
    }

    /** Lines that watchers lost because their buffers were full. */
    public synchronized long skipped() {
        return skipped;
    }
}
