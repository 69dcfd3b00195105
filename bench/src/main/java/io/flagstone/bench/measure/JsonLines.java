package io.flagstone.bench.measure;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Locale;
import java.util.Map;

/** Appends results to a file, one flat JSON object a line. */
public final class JsonLines {
    private final Path file;

    /** Appends to this file, which need not exist. */
    public JsonLines(Path file) {
        this.file = file;
    }

    /** Appends one run; the labels say which. */
    public void append(Map<String, String> labels, Measurement run) {
        try {
            Files.writeString(file, object(labels, run) + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static String object(Map<String, String> labels, Measurement run) {
        StringBuilder json = new StringBuilder("{");
        labels.forEach((name, value) ->
                json.append(quote(name)).append(':').append(quote(value)).append(','));
        number(json, "perSecond", run.perSecond());
        number(json, "p50Micros", run.p50());
        number(json, "p99Micros", run.p99());
        number(json, "p999Micros", run.p999());
        number(json, "clientCpuMicros", run.clientMicros());
        number(json, "serverCpuMicros", run.serverMicros());
        number(json, "loadShare", run.loadShare());
        json.append("\"misses\":").append(run.misses()).append(",\"errors\":").append(run.errors());
        return json.append('}').toString();
    }

    private static void number(StringBuilder json, String name, double value) {
        String text = Double.isFinite(value) ? String.format(Locale.ROOT, "%.3f", value) : "null";
        json.append(quote(name)).append(':').append(text).append(',');
    }

    private static String quote(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                quoted.append('\\').append(c);
            } else if (c < ' ') {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
            } else {
                quoted.append(c);
            }
        }
        return quoted.append('"').toString();
    }
}
