package io.flagstone.testkit.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** A history file that grows as calls are made. Each line is handed to the system at once and survives a SIGKILL. */
final class Journal implements AutoCloseable {
    private final FileChannel channel;

    private Journal(FileChannel channel) {
        this.channel = channel;
    }

    static Journal create(Path file) {
        try {
            Journal journal =
                    new Journal(FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE));
            journal.write(Lines.HEADER);
            return journal;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void opened(long number, String client, Operation operation, long invoked) {
        write(Lines.opened(number, client, operation, invoked));
    }

    void closed(long number, long returned, Outcome outcome) {
        write(Lines.closed(number, returned, outcome));
    }

    private synchronized void write(String line) {
        ByteBuffer bytes = ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8));
        try {
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
