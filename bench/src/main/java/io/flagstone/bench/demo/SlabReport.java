package io.flagstone.bench.demo;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Asks a node what its slab classes hold, as any memcached tool would. */
final class SlabReport {

    /** One class that has items. */
    record SlabClass(int id, long chunkSize, long pages, long items, double full, long evicted) {}

    private SlabReport() {}

    static List<SlabClass> of(int port) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), US_ASCII));
            Map<Integer, Map<String, Long>> classes = new TreeMap<>();
            ask(socket, in, "stats slabs", "", classes);
            ask(socket, in, "stats items", "items:", classes);
            List<SlabClass> report = new ArrayList<>();
            classes.forEach((id, numbers) -> {
                long used = numbers.getOrDefault("used_chunks", 0L);
                if (used > 0) {
                    report.add(new SlabClass(
                            id,
                            numbers.getOrDefault("chunk_size", 0L),
                            numbers.getOrDefault("total_pages", 0L),
                            numbers.getOrDefault("number", 0L),
                            (double) used / Math.max(1, numbers.getOrDefault("total_chunks", 0L)),
                            numbers.getOrDefault("evicted", 0L)));
                }
            });
            return report;
        }
    }

    /** Lines read {@code STAT <prefix>CLASS:NAME NUMBER}. */
    private static void ask(
            Socket socket, BufferedReader in, String command, String prefix, Map<Integer, Map<String, Long>> classes)
            throws IOException {
        socket.getOutputStream().write((command + "\r\n").getBytes(US_ASCII));
        String line;
        while ((line = in.readLine()) != null && !line.equals("END")) {
            String[] words = line.split(" ", 3);
            String name = words[1].substring(words[1].startsWith(prefix) ? prefix.length() : 0);
            int colon = name.indexOf(':');
            if (colon > 0) {
                classes.computeIfAbsent(Integer.valueOf(name.substring(0, colon)), id -> new TreeMap<>())
                        .put(name.substring(colon + 1), Long.valueOf(words[2]));
            }
        }
    }
}
