package io.flagstone.bench.measure;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** CPU time of processes, and the cores they may run on. */
public final class Cpu {
    /** {@code USER_HZ} is 100 on every Linux that Java runs on, so that one tick is 10 ms. */
    private static final long NANOS_PER_TICK = 10_000_000;

    private static final int UTIME = 11;
    private static final int STIME = 12;

    private Cpu() {}

    /** CPU nanoseconds this JVM has used so far. */
    public static long ofThisJvm() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    /** CPU nanoseconds a process has used so far, to 10 ms. */
    public static long ofProcess(long pid) {
        try {
            return parseStat(Files.readString(Path.of("/proc", "" + pid, "stat")));
        } catch (IOException e) {
            throw new UncheckedIOException("CPU time of process " + pid, e);
        }
    }

    /** User and system time from a line of {@code /proc/PID/stat}; the program's name in it may contain anything. */
    static long parseStat(String stat) {
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[UTIME]) + Long.parseLong(fields[STIME])) * NANOS_PER_TICK;
    }

    /**
     * Confines all threads of a process, and those they will start, to some cores.
     *
     * @param cores as {@code taskset} takes them, for instance {@code 0} or {@code 0,2-3}
     * @throws IllegalStateException with what {@code taskset} says, if it refuses
     */
    public static void pin(long pid, String cores) {
        try {
            Process taskset = new ProcessBuilder(List.of("taskset", "-a", "-c", "-p", cores, "" + pid))
                    .redirectErrorStream(true)
                    .start();
            String said = new String(taskset.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (taskset.waitFor() != 0) {
                throw new IllegalStateException("taskset: " + said.strip());
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
