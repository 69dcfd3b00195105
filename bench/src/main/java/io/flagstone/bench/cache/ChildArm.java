package io.flagstone.bench.cache;

import io.flagstone.bench.measure.Measurement;
import io.flagstone.testkit.process.JvmCommand;
import io.flagstone.testkit.process.JvmProcess;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** An arm in a JVM of its own, with the server it needs. */
final class ChildArm implements Arm {
    private static final Duration START = Duration.ofSeconds(90);
    private static final Duration GRACE = Duration.ofMinutes(2);
    private static final long PAUSE_MILLIS = 50;

    private final ArmFile file;
    private final @Nullable JvmProcess server;
    private final JvmProcess worker;

    ChildArm(ArmFile file) {
        this.file = file;
        this.server = file.value("server").isEmpty() ? null : startServer(file);
        try {
            this.worker = JvmProcess.start(workerLine());
            await(Worker.READY, START);
        } catch (RuntimeException e) {
            closeServer();
            throw e;
        }
    }

    private static JvmProcess startServer(ArmFile file) {
        JvmProcess server = JvmProcess.start(file.words("server"));
        try {
            String ready = file.value("server.ready");
            if (ready.isEmpty()) {
                awaitPort(server, file.port());
            } else {
                server.awaitLine(line -> line.contains(ready), START);
            }
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw e;
        }
    }

    private static void awaitPort(JvmProcess server, int port) {
        long deadline = System.nanoTime() + START.toNanos();
        while (System.nanoTime() < deadline && server.isAlive()) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
                if (socket.isConnected()) {
                    return;
                }
            } catch (IOException notYet) {
                pause();
            }
        }
        throw new IllegalStateException("Nobody listens on port " + port + server.describe());
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private List<String> workerLine() {
        String classPath = BenchClassPath.asText();
        String own = file.classPath();
        String pid = server == null ? "" : "" + server.pid();
        JvmCommand jvm = JvmCommand.of(
                        Worker.class, file.value("provider"), file.value("uri"), file.value("properties"), pid)
                .withClassPath(own.isEmpty() ? classPath : classPath + File.pathSeparator + own)
                .withFlags(file.words("jvm").toArray(String[]::new));
        List<String> line = new ArrayList<>(file.words("command"));
        line.addAll(jvm.line());
        return line;
    }

    @Override
    public String label() {
        return file.label();
    }

    @Override
    public void prepare(CacheJob job) {
        worker.send("prepare " + job.words());
        await(Worker.PREPARED, GRACE);
    }

    @Override
    public Measurement run(CacheJob job) {
        worker.send("run " + job.words());
        Duration limit = job.warmup().plus(job.length()).plus(GRACE);
        return Worker.ofWords(await(Worker.MEASURED, limit).substring(Worker.MEASURED.length()));
    }

    private String await(String start, Duration limit) {
        String line = worker.awaitLine(some -> some.startsWith(start) || some.startsWith(Worker.FAILED), limit);
        if (line.startsWith(Worker.FAILED)) {
            throw new IllegalStateException(
                    label() + ": " + line.substring(Worker.FAILED.length()) + worker.describe());
        }
        return line;
    }

    private void closeServer() {
        if (server != null) {
            server.close();
        }
    }

    @Override
    public void close() {
        worker.close();
        closeServer();
    }
}
