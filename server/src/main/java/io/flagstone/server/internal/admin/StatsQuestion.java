package io.flagstone.server.internal.admin;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Asks another node, ours or memcached, for its {@code stats}. Whatever it answers, that takes bounded time and memory. */
final class StatsQuestion {
    private static final byte[] QUESTION = "stats\r\nquit\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int PATIENCE_MILLIS = 2_000;
    private static final int LINE_MAX = 1_024;
    private static final int LINES_MAX = 1_000;
    private static final String STAT = "STAT ";

    private StatsQuestion() {}

    /**
     * What the node says.
     *
     * @throws IOException when it cannot be reached, is too slow, or says something else
     */
    static Map<String, String> ask(String host, int port) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(host, port), PATIENCE_MILLIS);
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.getOutputStream().write(QUESTION);
            InputStream in = new BufferedInputStream(socket.getInputStream());
            Map<String, String> report = new HashMap<>();
            for (int i = 0; i < LINES_MAX; i++) {
                String line = line(in, deadline);
                if (line.equals("END")) {
                    return report;
                }
                int blank = line.indexOf(' ', STAT.length());
                if (!line.startsWith(STAT) || blank < 0) {
                    throw new IOException("it tells no statistics");
                }
                report.put(line.substring(STAT.length(), blank), line.substring(blank + 1));
            }
        }
        throw new IOException("its statistics have no end");
    }

    private static String line(InputStream in, long deadline) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int one = in.read(); one != '\n'; one = in.read()) {
            if (one < 0) {
                throw new IOException("it hung up");
            }
            if (line.size() == LINE_MAX) {
                throw new IOException("it tells no statistics");
            }
            if (System.nanoTime() - deadline > 0) {
                throw new IOException("it is too slow");
            }
            line.write(one);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }
}
