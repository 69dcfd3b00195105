package io.flagstone.testkit.fuzz;

import io.flagstone.testkit.process.JvmCommand;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Has Jazzer look for inputs that go wrong, in a JVM of its own; Jazzer has to be on the class path. */
public final class Fuzzer {
    private static final String JAZZER = "com.code_intelligence.jazzer.Jazzer";
    /** A request is small; longer inputs are tried less often. */
    private static final int LENGTH_MAX = 4096;
    /** Seconds that one input may take; such a one is a finding. The first one loads classes, perhaps on a busy machine. */
    private static final int TIMEOUT = 120;

    /** Jazzer's own alarms that targets would set off: they write the files and connect to the port that they then read. */
    private static final List<String> NOT_WATCHED = List.of("FilePathTraversal", "ServerSideRequestForgery");

    private static final String SANITIZERS = "com.code_intelligence.jazzer.sanitizers.";

    private final Path corpora;
    private final Path work;

    /**
     * @param corpora where inputs are kept
     * @param work where it may write: findings, logs, and new corpora to be kept
     */
    public Fuzzer(Path corpora, Path work) {
        this.corpora = corpora;
        this.work = work.toAbsolutePath();
    }

    /** The targets among these compiled classes: that of {@code fuzz.target} alone, where the property names one. */
    public static List<FuzzTarget> chosen(Path classes) throws IOException {
        String only = System.getProperty("fuzz.target", "");
        return FuzzTarget.in(classes).stream()
                .filter(target -> only.isEmpty() || only.equals(target.name()))
                .toList();
    }

    /**
     * Looks for as many seconds as the property {@code fuzz.seconds} says, or a minute.
     *
     * @throws AssertionError when something was found; the message says where the input and the log are
     */
    public void look(FuzzTarget target) throws IOException, InterruptedException {
        Duration time = Duration.ofSeconds(Long.getLong("fuzz.seconds", 60));
        Path home = Files.createDirectories(work.resolve(target.name()));
        Path found = Files.createDirectories(home.resolve("corpus"));
        Corpus.unpack(Corpus.of(target, corpora), home.resolve("kept"));
        int status = jazzer(
                target,
                home.resolve("log"),
                List.of(
                        "-max_total_time=" + time.toSeconds(),
                        "-max_len=" + LENGTH_MAX,
                        "-artifact_prefix=" + home + "/finding-",
                        found.toString(),
                        home.resolve("kept").toString()));
        if (status != 0) {
            throw new AssertionError(target.name() + ": Jazzer ended with " + status + "; see finding-* and log in "
                    + home + ", and keep the finding in the corpus directory " + target.name());
        }
        Path smallest = Files.createDirectories(home.resolve("smallest"));
        List<String> merge = List.of(
                "-merge=1",
                smallest.toString(),
                found.toString(),
                home.resolve("kept").toString());
        if (jazzer(target, home.resolve("log-merge"), merge) == 0) {
            Corpus.pack(smallest, work.resolve(target.name() + ".zip"));
        }
    }

    private int jazzer(FuzzTarget target, Path log, List<String> more) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(List.of(
                "--target_class=" + target.type().getName(),
                "--instrumentation_includes=io.flagstone.**",
                "--custom_hook_includes=io.flagstone.**",
                "--disabled_hooks="
                        + NOT_WATCHED.stream().map(SANITIZERS::concat).collect(Collectors.joining(File.pathSeparator)),
                "-timeout=" + TIMEOUT,
                "-rss_limit_mb=4096",
                "-print_final_stats=1"));
        arguments.addAll(more);
        List<String> command = JvmCommand.named(JAZZER)
                .withFlags("-Xmx1g", "-XX:+EnableDynamicAgentLoading", "-Djdk.attach.allowAttachSelf=true")
                .withArguments(arguments)
                .line();
        Process process = new ProcessBuilder(command)
                .directory(work.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            return process.waitFor();
        } finally {
            process.destroyForcibly();
        }
    }
}
