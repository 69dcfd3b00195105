package io.flagstone.bench.hibernate.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Reads one worker's log, of one life of its, into a history. */
public final class LogReader {

    private final History history;
    private final Map<Long, Write> announced = new HashMap<>();

    /** One object for each key, for there are many lines and few keys. */
    private final Map<String, String> keys = new HashMap<>();

    private LogReader(History history) {
        this.history = history;
    }

    /**
     * Reads a file. A last line that is cut off, as a killed JVM leaves it, is left out.
     *
     * @param dead when the JVM had ended: the end of what it did not see the end of
     */
    public static void read(Path file, long dead, History into) {
        LogReader reader = new LogReader(into);
        try {
            String text = Files.readString(file);
            text.substring(0, text.lastIndexOf('\n') + 1).lines().forEach(reader::accept);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        reader.announced.values().forEach(write -> into.writes().add(ended(write, dead, Outcome.UNKNOWN)));
    }

    private void accept(String line) {
        String[] words = line.split(" ", -1);
        int worker = words[0].equals("E") ? -1 : Integer.parseInt(words[1]);
        switch (words[0]) {
            case "R" ->
                history.reads()
                        .add(new Read(
                                worker,
                                Op.valueOf(words[2]),
                                keys.computeIfAbsent(words[3], key -> key),
                                number(words[4]),
                                number(words[5]),
                                number(words[6])));
            case "I" ->
                announced.put(
                        number(words[2]),
                        new Write(
                                worker,
                                Op.valueOf(words[3]),
                                words[4],
                                number(words[5]),
                                Boolean.parseBoolean(words[6]),
                                number(words[7]),
                                Long.MAX_VALUE,
                                Outcome.UNKNOWN));
            case "E" -> end(number(words[1]), number(words[2]), Outcome.valueOf(words[3]));
            case "D" ->
                history.operations()
                        .add(new Done(
                                worker,
                                Op.valueOf(words[2]),
                                number(words[3]),
                                number(words[4]),
                                Outcome.valueOf(words[5]),
                                line.split(" ", 7)[6]));
            case "S" ->
                history.samples()
                        .add(new Sample(
                                worker,
                                Integer.parseInt(words[2]),
                                number(words[3]),
                                number(words[4]),
                                number(words[5]),
                                number(words[6])));
            case "P" ->
                history.probes()
                        .add(new Probe(worker, number(words[2]), number(words[3]), Boolean.parseBoolean(words[4])));
            default -> throw new IllegalArgumentException(line);
        }
    }

    private void end(long intent, long end, Outcome outcome) {
        Write write = announced.remove(intent);
        if (write != null) {
            history.writes().add(ended(write, end, outcome));
        }
    }

    private static Write ended(Write write, long end, Outcome outcome) {
        return new Write(
                write.worker(), write.op(), write.key(), write.number(), write.absent(), write.start(), end, outcome);
    }

    private static long number(String word) {
        return Long.parseLong(word);
    }
}
