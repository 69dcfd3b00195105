package io.flagstone.server.internal.admin;

import io.flagstone.server.internal.door.Doorway;
import io.flagstone.server.internal.door.Terms;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Asks another node, ours or memcached, for its {@code stats}. Whatever it answers, that takes bounded time and memory. */
final class StatsQuestion {
    private static final byte[] QUESTION = "stats\r\nquit\r\n".getBytes(StandardCharsets.US_ASCII);
    private static final int PATIENCE_MILLIS = 2_000;
    private static final int BUFFER = 8 * 1024;
    private static final int LINE_MAX = 1_024;
    private static final int LINES_MAX = 1_000;
    private static final String STAT = "STAT ";

    private StatsQuestion() {}

    /**
     * What the node says.
     *
     * @param terms how it is got into
     * @throws IOException when it cannot be reached, is too slow, or says something else
     */
    static Map<String, String> ask(String host, int port, Terms terms) throws IOException {
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE_MILLIS);
        Doorway door = new Doorway(host, port, PATIENCE_MILLIS);
        try (Socket socket = door.enter(terms, () -> new DeadlineSocket(deadline))) {
            socket.getOutputStream().write(QUESTION);
            InputStream in = new BufferedInputStream(socket.getInputStream(), BUFFER);
            Map<String, String> report = new HashMap<>();
            for (int i = 0; i < LINES_MAX; i++) {
                String line = line(in);
                if (line.equals("END")) {
                    return report;
                }
                if (line.equals(Doorway.UNAUTHENTICATED)) {
                    throw new IOException("it wants a login; give " + FleetTerms.name("user") + " and "
                            + FleetTerms.name("password-file"));
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

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int one = in.read(); one != '\n'; one = in.read()) {
            if (one < 0) {
                throw new EOFException();
            }
            if (line.size() == LINE_MAX) {
                throw new IOException("it tells no statistics");
            }
            line.write(one);
        }
        return line.toString(StandardCharsets.ISO_8859_1).stripTrailing();
    }
}
