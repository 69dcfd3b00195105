package io.flagstone.provider.faults;

import io.flagstone.testkit.history.Event;
import io.flagstone.testkit.history.History;
import io.flagstone.testkit.process.JvmCommand;
import io.flagstone.testkit.process.JvmProcess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A {@link FaultWorker}, seen from outside. */
final class Worker implements AutoCloseable {

    /** A JVM that starts on a busy machine. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    /**
     * How it is doing.
     *
     * @param calm the fewest calls that any thread has had answered since the mark and since its last failure
     * @param lastFailure of any thread, as {@link System#nanoTime()}; 0 for none
     */
    record Status(long calm, long lastFailure) {}

    private final JvmProcess process;

    private Worker(JvmProcess process) {
        this.process = process;
    }

    static Worker start(Map<String, String> settings, Load load) {
        List<String> arguments = new ArrayList<>(load.arguments());
        new TreeMap<>(settings).forEach((key, value) -> arguments.add(key + "=" + value));
        JvmCommand command = JvmCommand.of(FaultWorker.class, arguments.toArray(String[]::new))
                .withFlags("-Xmx256m", "-XX:+UseSerialGC");
        return new Worker(JvmProcess.start(command));
    }

    void awaitReady() {
        process.awaitLine("ready"::equals, PATIENCE);
    }

    void begin(String round) {
        ask("begin " + round, "begun");
    }

    void mark() {
        ask("mark", "marked");
    }

    Status status() {
        String[] words = ask("status", "status").split(" ", 3);
        return new Status(Long.parseLong(words[1]), Long.parseLong(words[2]));
    }

    /** Ends the round, and adds what was recorded; answers the longest stall of the JVM, in nanoseconds. */
    long finish(Path file, List<Event> events) {
        String stall = ask("finish " + file, "finished").split(" ", 2)[1];
        events.addAll(History.read(List.of(file)));
        return Long.parseLong(stall);
    }

    private String ask(String line, String answer) {
        process.send(line);
        return process.awaitLine(said -> said.startsWith(answer), PATIENCE);
    }

    @Override
    public void close() {
        process.close();
    }
}
