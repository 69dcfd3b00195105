package io.flagstone.bench.measure;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** The options that all load programs have, and how such a program is started. */
public final class RunOptions {

    @Option(names = "--seconds", description = "Length of a run (default: ${DEFAULT-VALUE})")
    private double seconds;

    @Option(names = "--warmup", description = "Seconds before each run that do not count (default: ${DEFAULT-VALUE})")
    private double warmup;

    @Option(names = "--runs", description = "Runs of each job on each side (default: ${DEFAULT-VALUE})")
    private int runs;

    @Option(names = "--limit", description = "Minutes the whole may take (default: ${DEFAULT-VALUE})")
    private double limitMinutes = 60;

    @Option(names = "--json", paramLabel = "FILE", description = "Append each run to this file, a JSON object a line")
    private @Nullable Path json;

    @Option(names = "--help", usageHelp = true, description = "Show this and end")
    @SuppressWarnings("UnusedVariable") // The parser looks at it.
    private boolean help;

    /** These are the defaults. */
    public RunOptions(double seconds, double warmup, int runs) {
        this.seconds = seconds;
        this.warmup = warmup;
        this.runs = runs;
    }

    /** Runs a command; the status is its own, 2 for wrong arguments, 1 when it broke. */
    public static int execute(Object command, PrintStream out, String... args) {
        return new CommandLine(command)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setOut(new PrintWriter(out, true, StandardCharsets.UTF_8))
                .setErr(new PrintWriter(out, true, StandardCharsets.UTF_8))
                .setExecutionExceptionHandler((failure, line, parsed) -> {
                    line.getErr().println(failure.getMessage() == null ? failure : failure.getMessage());
                    return failure instanceof IllegalArgumentException ? 2 : 1;
                })
                .execute(args);
    }

    /** Complains about the arguments unless this holds. */
    public static void require(boolean condition, String message) {
        if (!condition) {
            throw new IllegalArgumentException(message);
        }
    }

    /** Says how long it will take, unless that is longer than allowed. */
    public void announce(int jobs, int sides, String kind, PrintStream out) {
        require(seconds > 0 && warmup >= 0 && runs > 0, "--seconds and --runs must be positive");
        double minutes = jobs * sides * runs * (seconds + warmup) / 60;
        String plan = String.format(
                Locale.ROOT, "%d jobs, %d runs each on %d %s: %.1f minutes", jobs, runs, sides, kind, minutes);
        require(minutes <= limitMinutes, plan + "; raise --limit to allow that");
        out.println(plan);
    }

    public int runs() {
        return runs;
    }

    public Duration warmup() {
        return millis(warmup);
    }

    public Duration length() {
        return millis(seconds);
    }

    private static Duration millis(double seconds) {
        return Duration.ofMillis(Math.round(seconds * 1_000));
    }

    /** Writes a run down where {@code --json} says. */
    public Measurement noted(String job, String arm, Measurement measured) {
        if (json != null) {
            new JsonLines(json).append(Map.of("job", job, "arm", arm), measured);
        }
        return measured;
    }
}
