package io.flagstone.server.internal.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * Processor time of this process in seconds with six decimals.
 *
 * @param user spent in the process itself
 * @param system spent in the kernel for it
 */
record CpuTime(String user, String system) {
    private static final Path STAT = Path.of("/proc/self/stat");
    /** Ticks per second in /proc, on every Linux there is. */
    private static final long TICKS = 100;
    /** Fields behind the closing parenthesis of the command's name: user time is the 12th, system time the 13th. */
    private static final int USER_FIELD = 11;

    static CpuTime ofThisProcess() {
        try {
            String stat = Files.readString(STAT);
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
            return new CpuTime(seconds(fields[USER_FIELD]), seconds(fields[USER_FIELD + 1]));
        } catch (IOException | RuntimeException e) {
            Duration total = ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO);
            return new CpuTime(text(total.toNanos() / 1000), text(0));
        }
    }

    private static String seconds(String ticks) {
        return text(Long.parseLong(ticks) * (1_000_000 / TICKS));
    }

    private static String text(long micros) {
        String fraction = Long.toString(1_000_000 + micros % 1_000_000).substring(1);
        return micros / 1_000_000 + "." + fraction;
    }
}
