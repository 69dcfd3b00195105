package io.flagstone.testkit.history;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes and reads history files; {@link Lines} has their form. */
final class HistoryFile {
    private HistoryFile() {}

    static void write(Path file, List<Event> events) {
        try (BufferedWriter writer = Files.newBufferedWriter(file, StandardOpenOption.CREATE_NEW)) {
            writer.write(Lines.HEADER + "\n");
            long number = 0;
            for (Event event : events) {
                number++;
                writer.write(Lines.opened(number, event.client(), event.operation(), event.invoked()) + "\n");
                if (event.returned() != Event.NEVER) {
                    writer.write(Lines.closed(number, event.returned(), event.outcome()) + "\n");
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Event> read(Path file) {
        String text = content(file);
        // The writer may have been killed in the middle of the last line.
        List<String> lines =
                text.substring(0, text.lastIndexOf('\n') + 1).lines().toList();
        if (lines.isEmpty() || !lines.get(0).equals(Lines.HEADER)) {
            throw new IllegalArgumentException(file + " does not begin with " + Lines.HEADER);
        }
        Map<Long, Event> events = new LinkedHashMap<>();
        for (int i = 1; i < lines.size(); i++) {
            try {
                apply(lines.get(i).split("\t", -1), events);
            } catch (RuntimeException e) {
                throw new IllegalArgumentException(file + ", line " + (i + 1) + ": " + e.getMessage(), e);
            }
        }
        return new ArrayList<>(events.values());
    }

    private static String content(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void apply(String[] fields, Map<Long, Event> events) {
        long number = Long.parseLong(fields[1]);
        if (fields[0].equals(">")) {
            events.put(number, opened(fields));
            return;
        }
        Event open = events.get(number);
        if (!fields[0].equals("<") || open == null) {
            throw new IllegalArgumentException("neither the opening nor the close of a call");
        }
        Outcome outcome = Lines.outcome(fields);
        long returned = Long.parseLong(fields[2]);
        events.put(number, new Event(open.client(), open.operation(), outcome, open.invoked(), returned));
    }

    private static Event opened(String[] fields) {
        long invoked = Long.parseLong(fields[3]);
        return new Event(Lines.text(fields[2]), Lines.operation(fields), Outcome.Plain.UNKNOWN, invoked, Event.NEVER);
    }
}
