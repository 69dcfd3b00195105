package io.flagstone.server.support;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Chromium without a window: what a page has become after its scripts have run, and what they complained about. */
public final class Browser {
    private static final List<String> NAMES = List.of("chromium", "chromium-browser", "google-chrome");
    private static final long PATIENCE_SECONDS = 120;

    private final Path directory;

    /**
     * @param directory for its profile, removed by whoever made it
     */
    public Browser(Path directory) {
        this.directory = directory;
    }

    /**
     * A page after some seconds of its own time.
     *
     * @param dom the document, as it has become
     * @param console what was written to the console, errors and violations of its policy among it
     */
    public record Seen(String dom, String console) {}

    /** Opens a page in a window so wide. */
    public Seen open(String address, int width) {
        try {
            Path dom = directory.resolve("dom");
            Path log = directory.resolve("log");
            Process process = new ProcessBuilder(
                            executable(),
                            "--headless",
                            "--no-sandbox",
                            "--disable-gpu",
                            "--disable-dev-shm-usage",
                            "--enable-logging=stderr",
                            "--user-data-dir=" + directory.resolve("profile"),
                            "--window-size=" + width + ",900",
                            "--virtual-time-budget=8000",
                            "--dump-dom",
                            address)
                    .redirectOutput(dom.toFile())
                    .redirectError(log.toFile())
                    .start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("the browser did not end");
            }
            String console = Files.readString(log, StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.contains("CONSOLE"))
                    .reduce("", (all, line) -> all + line + "\n");
            return new Seen(Files.readString(dom, StandardCharsets.UTF_8), console);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError(e);
        }
    }

    private static String executable() {
        for (String directory : System.getenv("PATH").split(File.pathSeparator)) {
            for (String name : NAMES) {
                Path file = Path.of(directory, name);
                if (Files.isExecutable(file)) {
                    return file.toString();
                }
            }
        }
        throw new AssertionError("this test needs a browser: apt-get install chromium");
    }
}
