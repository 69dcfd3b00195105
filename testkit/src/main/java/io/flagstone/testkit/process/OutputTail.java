package io.flagstone.testkit.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.Consumer;

/** Reads a child's output on a thread of its own and keeps the last lines for failure messages. */
final class OutputTail {
    private static final int MOST_CHARS = 32 * 1024;
    private static final long END_MILLIS = 2_000;

    private final Deque<String> lines = new ArrayDeque<>();
    private final Thread reader;
    private int chars;

    private OutputTail(InputStream stream, Consumer<String> onLine, Runnable onEnd) {
        reader = new Thread(() -> read(stream, onLine, onEnd), "child-output");
        reader.setDaemon(true);
    }

    /** Starts reading; each line is also handed to {@code onLine}, and {@code onEnd} runs once after the last. */
    static OutputTail follow(InputStream stream, Consumer<String> onLine, Runnable onEnd) {
        OutputTail tail = new OutputTail(stream, onLine, onEnd);
        tail.reader.start();
        return tail;
    }

    static OutputTail follow(InputStream stream) {
        return follow(stream, line -> {}, () -> {});
    }

    private void read(InputStream stream, Consumer<String> onLine, Runnable onEnd) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            reader.lines().forEach(line -> {
                keep(line);
                onLine.accept(line);
            });
        } catch (UncheckedIOException | IOException closedByKill) {
            keep("(output ended: " + closedByKill.getMessage() + ")");
        } finally {
            onEnd.run();
        }
    }

    private synchronized void keep(String line) {
        lines.addLast(line);
        chars += line.length() + 1;
        while (chars > MOST_CHARS && lines.size() > 1) {
            chars -= lines.removeFirst().length() + 1;
        }
    }

    synchronized String text() {
        return String.join("\n", lines);
    }

    /** What a child that has ended said last; its output may still be on the way. */
    String lastWords() {
        try {
            reader.join(END_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return text();
    }
}
