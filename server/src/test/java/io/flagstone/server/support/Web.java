package io.flagstone.server.support;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** A client of HTTP that sends what it is told, letter by letter, for others would tidy it up. */
public final class Web {
    private static final int PATIENCE_MILLIS = 10_000;

    private final int port;

    /**
     * An answer.
     *
     * @param headers names in lower case
     */
    public record Page(int status, Map<String, String> headers, String body) {}

    public Web(int port) {
        this.port = port;
    }

    public Web(InetSocketAddress address) {
        this(address.getPort());
    }

    public Page get(String path) {
        return ask("GET " + path + " HTTP/1.1", "Host: localhost:" + port);
    }

    /** Sends this request line and these headers, and reads everything that comes back. */
    public Page ask(String requestLine, String... headers) {
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            String request = requestLine + "\r\n" + String.join("\r\n", headers) + (headers.length == 0 ? "" : "\r\n")
                    + "Connection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            socket.getInputStream().transferTo(all);
            return page(all.toString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Page page(String answer) {
        int end = answer.indexOf("\r\n\r\n");
        if (end < 0) {
            throw new AssertionError("no answer but: " + answer);
        }
        String[] lines = answer.substring(0, end).split("\r\n");
        Map<String, String> headers = new TreeMap<>();
        for (int i = 1; i < lines.length; i++) {
            String[] header = lines[i].split(": ", 2);
            headers.put(header[0].toLowerCase(Locale.ROOT), header[1]);
        }
        return new Page(Integer.parseInt(lines[0].split(" ")[1]), headers, answer.substring(end + 4));
    }
}
