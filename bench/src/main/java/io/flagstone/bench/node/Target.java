package io.flagstone.bench.node;

import io.flagstone.testkit.process.NodeProcess;
import io.flagstone.testkit.process.ServerCommand;
import io.flagstone.testkit.process.ServerProcess;
import io.flagstone.testkit.process.StockMemcached;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * A server under load: one that runs already, or one started for the occasion.
 *
 * @param label its name in the results
 * @param address where it listens
 * @param pid its process, if known
 * @param process the process, if it was started here
 */
public record Target(
        String label,
        InetSocketAddress address,
        OptionalLong pid,
        @Nullable ServerProcess process) implements AutoCloseable {
    /** What {@link #open} takes. */
    public static final String FORMS = "LABEL=HOST:PORT[@PID], LABEL=memcached [OPTIONS], LABEL=flagstone [OPTIONS], or"
            + " LABEL=java CLASSPATH [OPTIONS]; the class path . is the program's own";

    /** Where the launcher is, as a path; the scripts in {@code bench} say it. */
    private static final String LAUNCHER = "bench.launcher";

    /**
     * Finds or starts the server.
     *
     * @throws IllegalArgumentException if the text is none of the {@link #FORMS}
     */
    public static Target open(String text) {
        int equals = text.indexOf('=');
        if (equals <= 0 || equals == text.length() - 1) {
            throw new IllegalArgumentException("--server " + text + ": expected " + FORMS);
        }
        String label = text.substring(0, equals);
        List<String> words = Arrays.asList(text.substring(equals + 1).split(" +", -1));
        return switch (words.get(0)) {
            case "memcached" -> started(label, StockMemcached.start(options(words, 1)));
            case "flagstone" -> started(label, ServerProcess.start(label, launched(options(words, 1))));
            case "java" -> started(label, NodeProcess.start(classPath(words), options(words, 2)));
            default -> running(label, words.get(0), text);
        };
    }

    private static String classPath(List<String> words) {
        if (words.size() < 2) {
            throw new IllegalArgumentException("--server ...=java: the class path is missing");
        }
        return words.get(1).equals(".") ? System.getProperty("java.class.path") : words.get(1);
    }

    private static ServerCommand launched(String... options) {
        String launcher = System.getProperty(LAUNCHER, "bin/flagstone");
        return port -> {
            List<String> line = new ArrayList<>(List.of(launcher, "serve", "-p", "" + port));
            line.addAll(List.of(options));
            return line;
        };
    }

    private static String[] options(List<String> words, int from) {
        return words.subList(from, words.size()).toArray(String[]::new);
    }

    private static Target started(String label, ServerProcess process) {
        return new Target(label, process.address(), OptionalLong.of(process.pid()), process);
    }

    private static Target running(String label, String place, String text) {
        int at = place.indexOf('@');
        String address = at < 0 ? place : place.substring(0, at);
        int colon = address.lastIndexOf(':');
        try {
            OptionalLong pid = at < 0 ? OptionalLong.empty() : OptionalLong.of(Long.parseLong(place.substring(at + 1)));
            int port = Integer.parseInt(address.substring(colon + 1));
            return new Target(label, new InetSocketAddress(address.substring(0, colon), port), pid, null);
        } catch (NumberFormatException | IndexOutOfBoundsException e) {
            throw new IllegalArgumentException("--server " + text + ": expected " + FORMS, e);
        }
    }

    /** Ends the server if it was started here. */
    @Override
    public void close() {
        if (process != null) {
            process.close();
        }
    }
}
