package io.flagstone.bench.hibernate.log;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * One worker's log, a line for each thing. What may be committed is written before it is, and handed to the operating
 * system, so that it is known even when the JVM is killed. Safe for use by several threads.
 */
public final class LogWriter implements AutoCloseable {

    private final BufferedWriter out;
    private final int worker;
    private long lastIntent;

    /** Appends to a file. */
    public LogWriter(Path file, int worker) {
        try {
            out = Files.newBufferedWriter(
                    file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.worker = worker;
    }

    public void read(Op op, String key, long value, long start, long end) {
        line("R " + worker + ' ' + op + ' ' + key + ' ' + value + ' ' + start + ' ' + end);
    }

    /**
     * A write that is about to be committed or rolled back.
     *
     * @return what {@link #ended} is to be told
     */
    public synchronized long intent(Op op, String key, long number, boolean absent, long start) {
        long intent = ++lastIntent;
        line("I " + worker + ' ' + intent + ' ' + op + ' ' + key + ' ' + number + ' ' + absent + ' ' + start);
        flush();
        return intent;
    }

    /** How an announced write ended. */
    public void ended(long intent, long end, Outcome outcome) {
        line("E " + intent + ' ' + end + ' ' + outcome);
    }

    public void done(Op op, long start, long end, Outcome outcome, String error) {
        line("D " + worker + ' ' + op + ' ' + start + ' ' + end + ' ' + outcome + ' ' + error.replace('\n', ' '));
    }

    public void sample(int life, long at, long hits, long misses, long statements) {
        line("S " + worker + ' ' + life + ' ' + at + ' ' + hits + ' ' + misses + ' ' + statements);
    }

    public void probe(long start, long end, boolean reached) {
        line("P " + worker + ' ' + start + ' ' + end + ' ' + reached);
    }

    private synchronized void line(String line) {
        try {
            out.write(line);
            out.write('\n');
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Hands what was written to the operating system. */
    public synchronized void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public synchronized void close() {
        try {
            out.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
