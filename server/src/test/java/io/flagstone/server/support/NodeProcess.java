package io.flagstone.server.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The executable jar in a process of its own, which is ended with the test. */
public final class NodeProcess implements AutoCloseable {
    private static final Path JAR = Path.of("target", "flagstone-server.jar");
    private static final Pattern ADDRESS = Pattern.compile("address=[^\\s,]+:(\\d+)");

    private final Process process;
    private final String readyLine;

    private NodeProcess(Process process, String readyLine) {
        this.process = process;
        this.readyLine = readyLine;
    }

    /** Starts it and waits until it is ready. */
    public static NodeProcess start(List<String> jvmFlags, String... flags) {
        return start(command(jvmFlags, flags));
    }

    /** Starts what was prepared and waits until it is ready. */
    public static NodeProcess start(ProcessBuilder command) {
        return startAsIs(command.redirectError(ProcessBuilder.Redirect.INHERIT));
    }

    /** As {@link #start(ProcessBuilder)}, with what goes to standard error going where it was told to. */
    public static NodeProcess startAsIs(ProcessBuilder command) {
        try {
            Process process = command.start();
            String line = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
                    .readLine();
            if (line == null) {
                throw new AssertionError("the node ended before it was ready");
            }
            return new NodeProcess(process, line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** How it is called. */
    public static ProcessBuilder command(List<String> jvmFlags, String... flags) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmFlags);
        command.addAll(List.of("-jar", JAR.toString()));
        command.addAll(List.of(flags));
        return new ProcessBuilder(command);
    }

    public String readyLine() {
        return readyLine;
    }

    public int port() {
        Matcher address = ADDRESS.matcher(readyLine);
        if (!address.find()) {
            throw new AssertionError("no address in: " + readyLine);
        }
        return Integer.parseInt(address.group(1));
    }

    public Process process() {
        return process;
    }

    /** Memory of the process that lies in RAM now, bytes (Linux only). */
    public long residentBytes() {
        return status("VmRSS:");
    }

    /** The most it ever was. */
    public long residentPeakBytes() {
        return status("VmHWM:");
    }

    private long status(String name) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
                if (line.startsWith(name)) {
                    return Long.parseLong(line.replaceAll("\\D", "")) * 1024;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new AssertionError("no " + name);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(10, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
