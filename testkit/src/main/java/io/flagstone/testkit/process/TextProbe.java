package io.flagstone.testkit.process;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Asks a server one question in memcached's text protocol on a connection of its own. */
public final class TextProbe {
    private final InetSocketAddress address;
    private final int timeoutMillis;

    /** Asks there, and waits so long for each answer. */
    public TextProbe(InetSocketAddress address, Duration timeout) {
        this.address = address;
        this.timeoutMillis = Math.toIntExact(timeout.toMillis());
    }

    /** The reply line to {@code version}, or null if nobody answers yet. */
    public @Nullable String version() {
        try (Socket socket = ask("version")) {
            return reader(socket).readLine();
        } catch (IOException notYet) {
            return null;
        }
    }

    /** The general statistics by name; empty if the server answers without a single STAT line. */
    public Map<String, String> stats() {
        try (Socket socket = ask("stats")) {
            BufferedReader replies = reader(socket);
            Map<String, String> stats = new LinkedHashMap<>();
            String line = replies.readLine();
            while (line != null && line.startsWith("STAT ")) {
                String[] words = line.split(" ", 3);
                stats.put(words[1], words.length > 2 ? words[2] : "");
                line = replies.readLine();
            }
            return stats;
        } catch (IOException e) {
            throw new UncheckedIOException("stats from " + address, e);
        }
    }

    private Socket ask(String command) throws IOException {
        Socket socket = new Socket();
        try {
            socket.setSoTimeout(timeoutMillis);
            socket.connect(address, timeoutMillis);
            socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
            return socket;
        } catch (IOException e) {
            socket.close();
            throw e;
        }
    }

    private static BufferedReader reader(Socket socket) throws IOException {
        return new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
    }
}
