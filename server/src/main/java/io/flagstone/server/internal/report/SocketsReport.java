package io.flagstone.server.internal.report;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** {@code stats conns}: every socket, those that listen included. */
public final class SocketsReport {
    private SocketsReport() {}

    /** The report as of now. */
    public static Map<String, String> of(NodeFacts facts) {
        Map<String, String> report = new LinkedHashMap<>();
        long now = System.nanoTime();
        facts.sockets().entries().forEach((id, socket) -> {
            report.put(id + ":addr", socket.address());
            if (!socket.listenAddress().isEmpty()) {
                report.put(id + ":listen_addr", socket.listenAddress());
            }
            report.put(id + ":state", socket.state());
            long waiting = socket.waiting();
            if (waiting > 0) {
                report.put(id + ":resps_waiting", Long.toString(waiting));
            }
            long silent = Math.max(0, now - socket.lastCommand());
            report.put(id + ":secs_since_last_cmd", Long.toString(TimeUnit.NANOSECONDS.toSeconds(silent)));
        });
        return report;
    }
}
