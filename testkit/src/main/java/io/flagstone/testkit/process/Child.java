package io.flagstone.testkit.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/** Starting, signalling and ending one child process; every child dies with this JVM at the latest. */
final class Child {
    private static final Set<Process> ALIVE = ConcurrentHashMap.newKeySet();
    private static final long POLL_NANOS = 1_000_000;
    private static final Duration DEATH = Duration.ofSeconds(20);

    static {
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> ALIVE.forEach(Process::destroyForcibly), "kill-children"));
    }

    private Child() {}

    static Process start(ProcessBuilder builder) {
        try {
            Process process = builder.start();
            ALIVE.removeIf(earlier -> !earlier.isAlive());
            ALIVE.add(process);
            return process;
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot start " + String.join(" ", builder.command()), e);
        }
    }

    /** SIGKILL, which also ends a stopped process; returns when the process is gone. */
    static void kill9(Process process) {
        process.destroyForcibly();
        awaitExit(process, DEATH);
    }

    /** Sends a signal by its short name, for instance {@code STOP}. The process must be alive. */
    static void signal(Process process, String name) {
        if (!process.isAlive()) {
            throw new IllegalStateException("SIG" + name + " to process " + process.pid() + ", which has ended");
        }
        // The shell's own kill: the program of that name is not installed everywhere.
        ProcessBuilder kill = new ProcessBuilder("sh", "-c", "kill -s \"$0\" \"$1\"", name, "" + process.pid());
        int status = awaitExit(start(kill), DEATH);
        if (status != 0) {
            throw new IllegalStateException("kill -s " + name + " " + process.pid() + " gave status " + status);
        }
    }

    /** SIGSTOP; returns when every thread of the process has stopped, which takes a moment after the signal. */
    static void stop(Process process) {
        signal(process, "STOP");
        long end = System.nanoTime() + DEATH.toNanos();
        while (!allStopped(process.pid())) {
            if (System.nanoTime() - end > 0) {
                throw new IllegalStateException("process " + process.pid() + " does not stop");
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    /** Linux tells in the field after the name in brackets: T is stopped. Elsewhere the signal has to do. */
    private static boolean allStopped(long pid) {
        Path tasks = Path.of("/proc/" + pid + "/task");
        if (!Files.isDirectory(tasks)) {
            return true;
        }
        try (Stream<Path> threads = Files.list(tasks)) {
            return threads.allMatch(Child::isStopped);
        } catch (IOException e) {
            return false;
        }
    }

    private static boolean isStopped(Path thread) {
        try {
            String stat = Files.readString(thread.resolve("stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) == 'T';
        } catch (IOException e) {
            return false;
        }
    }

    static int awaitExit(Process process, Duration limit) {
        try {
            if (!process.waitFor(limit.toNanos(), TimeUnit.NANOSECONDS)) {
                throw new IllegalStateException("Process " + process.pid() + " still runs after " + limit);
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while process " + process.pid() + " was ending", e);
        }
    }
}
