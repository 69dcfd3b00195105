package io.flagstone.bench.hibernate.experiment;

import io.flagstone.bench.hibernate.log.History;
import io.flagstone.bench.hibernate.log.LogReader;
import io.flagstone.bench.hibernate.worker.Worker;
import io.flagstone.testkit.process.JvmCommand;
import io.flagstone.testkit.process.JvmProcess;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;

/** One worker: a JVM, and the JVMs that took its place when it ended. */
final class Member implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(4);

    /** A JVM's log and when it had ended. */
    private record Life(Path log, long end) {}

    private final Plan plan;
    private final int id;
    private final Map<String, String> settings;
    private final int shift;
    private final List<Life> lives = new ArrayList<>();
    private boolean second;
    private JvmProcess process;

    Member(Plan plan, int id, Map<String, String> settings, int shift) {
        this.plan = plan;
        this.id = id;
        this.settings = settings;
        this.shift = shift;
        this.process = launch();
    }

    private JvmProcess launch() {
        String name = plan.arm() + "-" + id + "-" + lives.size();
        Properties file = new Properties();
        file.putAll(settings);
        file.setProperty("worker.id", "" + id);
        file.setProperty("worker.life", "" + lives.size());
        file.setProperty("worker.threads", "" + plan.threads());
        file.setProperty("worker.seed", "" + (plan.seed() * 1_000 + id * 10L + lives.size()));
        file.setProperty("worker.second", "" + second);
        file.setProperty("worker.shift", plan.arm().ours() ? "" + shift : "0");
        file.setProperty("worker.log", log().toString());
        Path path = plan.directory().resolve(name + ".properties");
        try (Writer writer = Files.newBufferedWriter(path)) {
            file.store(writer, null);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        JvmCommand command = JvmCommand.of(Worker.class, path.toString()).withFlags("-Xmx320m", "-XX:+UseSerialGC");
        return shift == 0 || plan.arm().ours()
                ? JvmProcess.start(command)
                : JvmProcess.start(Shift.by(shift, command.line()));
    }

    private Path log() {
        return plan.directory().resolve(plan.arm() + "-" + id + "-" + lives.size() + ".log");
    }

    JvmProcess process() {
        return process;
    }

    void awaitReady() {
        await("ready");
    }

    void send(String order) {
        process.send(order);
    }

    /** Returns what it says, when that begins with a word. */
    String await(String word) {
        return await(word, PATIENCE);
    }

    String await(String word, Duration limit) {
        return process.awaitLine(line -> line.startsWith(Worker.MARK + word), limit);
    }

    /** The process has ended, or is about to by itself; another takes its place. */
    void replace() {
        process.awaitExit(PATIENCE);
        ended();
        process = launch();
        awaitReady();
        send("go");
    }

    /** Ends it in good order and starts it with the mappings of the second edition. */
    void redeploy() {
        send("stop");
        await("stopped");
        send("quit");
        second = true;
        replace();
    }

    void quit() {
        send("quit");
        process.awaitExit(PATIENCE);
        ended();
    }

    private void ended() {
        lives.add(new Life(log(), System.nanoTime()));
    }

    void readInto(History history) {
        lives.forEach(life -> LogReader.read(life.log(), life.end(), history));
    }

    @Override
    public void close() {
        process.close();
    }

    @Override
    public String toString() {
        return "worker " + id;
    }
}
