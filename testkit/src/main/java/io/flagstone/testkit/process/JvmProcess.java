package io.flagstone.testkit.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/**
 * A Java program in a JVM of its own, spoken to by lines over its standard input and output.
 *
 * <p>What it prints on standard error is kept for failure messages. It ends with {@link #close()}, or with this JVM.
 */
public final class JvmProcess implements AutoCloseable {
    private final String name;
    private final Process process;
    private final Writer input;
    /** Lines not read yet; an empty one after the last. */
    private final BlockingQueue<Optional<String>> lines = new LinkedBlockingQueue<>();

    private final OutputTail output;
    private final OutputTail errors;

    private JvmProcess(String name, ProcessBuilder command) {
        this.name = name;
        this.process = Child.start(command);
        this.input = process.outputWriter(StandardCharsets.UTF_8);
        this.output = OutputTail.follow(
                process.getInputStream(), line -> lines.add(Optional.of(line)), () -> lines.add(Optional.empty()));
        this.errors = OutputTail.follow(process.getErrorStream());
    }

    /** Starts the program. */
    public static JvmProcess start(JvmCommand command) {
        return new JvmProcess(command.mainClass(), new ProcessBuilder(command.line()));
    }

    /**
     * Starts any program, for instance a JVM under {@code taskset}. Its standard error is taken together with its
     * standard output.
     */
    public static JvmProcess start(List<String> commandLine) {
        return new JvmProcess(commandLine.get(0), new ProcessBuilder(commandLine).redirectErrorStream(true));
    }

    /** Starts a class of the running class path. */
    public static JvmProcess start(Class<?> main, String... arguments) {
        return start(JvmCommand.of(main, arguments));
    }

    /** The process id. */
    public long pid() {
        return process.pid();
    }

    /** Whether it has not ended. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Sends a line to its standard input.
     *
     * @throws UncheckedIOException if it has ended
     */
    public void send(String line) {
        try {
            input.write(line + "\n");
            input.flush();
        } catch (IOException e) {
            throw new UncheckedIOException("To " + this, e);
        }
    }

    /**
     * The next line of its standard output; empty if it ended without another.
     *
     * @throws IllegalStateException with its last output, if it prints nothing within {@code limit}
     */
    public Optional<String> readLine(Duration limit) {
        Optional<String> line = poll(limit);
        if (line.isEmpty()) {
            lines.add(line);
        }
        return line;
    }

    /**
     * Skips lines until one fits, and returns that one.
     *
     * @throws IllegalStateException with its last output, if none comes within {@code limit} or the program ends
     */
    public String awaitLine(Predicate<String> wanted, Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            Duration left = Duration.ofNanos(Math.max(0, deadline - System.nanoTime()));
            String line = readLine(left)
                    .orElseThrow(
                            () -> new IllegalStateException(this + " ended without the awaited line" + describe()));
            if (wanted.test(line)) {
                return line;
            }
        }
    }

    /**
     * Waits for its end.
     *
     * @return the exit status
     * @throws IllegalStateException if it still runs after {@code limit}
     */
    public int awaitExit(Duration limit) {
        return Child.awaitExit(process, limit);
    }

    /** SIGKILL; returns when it is gone. */
    public void kill9() {
        Child.kill9(process);
    }

    /** SIGSTOP. */
    public void stop() {
        Child.stop(process);
    }

    /** SIGCONT. */
    public void resume() {
        Child.signal(process, "CONT");
    }

    /** Its last lines, standard output and standard error, for messages. */
    public String describe() {
        String printed = isAlive() ? output.text() : output.lastWords();
        String complained = isAlive() ? errors.text() : errors.lastWords();
        return "\n--- output\n" + printed + "\n--- errors\n" + complained;
    }

    /** Ends it by SIGKILL. */
    @Override
    public void close() {
        kill9();
    }

    @Override
    public String toString() {
        return name + " (process " + process.pid() + ")";
    }

    private Optional<String> poll(Duration limit) {
        try {
            Optional<String> line = lines.poll(limit.toNanos(), TimeUnit.NANOSECONDS);
            if (line == null) {
                throw new IllegalStateException(this + " printed nothing within " + limit + describe());
            }
            return line;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while reading from " + this, e);
        }
    }
}
