package io.flagstone.server.tool.load;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Bytes in lines, counted. */
final class Lines {
    /** No line and no value may be longer. */
    static final int LONGEST = 64 << 20;

    private final InputStream in;
    private long number;
    private long bytes;

    Lines(InputStream in) {
        this.in = new BufferedInputStream(in, 1 << 16);
    }

    /** The number of the line that was read last, from 1. */
    long number() {
        return number;
    }

    /** Bytes read so far. */
    long bytes() {
        return bytes;
    }

    /**
     * The next line that is not empty; null behind the last.
     *
     * @throws BadLine when it is too long
     */
    byte @Nullable [] nextFilled() throws IOException, BadLine {
        byte[] line = next();
        while (line != null && line.length == 0) {
            line = next();
        }
        return line;
    }

    /**
     * The next line without its end, be that {@code \n} or {@code \r\n}; null behind the last.
     *
     * @throws BadLine when it is too long
     */
    byte @Nullable [] next() throws IOException, BadLine {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int one = in.read();
        if (one < 0) {
            return null;
        }
        number++;
        boolean isTooLong = false;
        while (one >= 0 && one != '\n') {
            bytes++;
            isTooLong |= line.size() == LONGEST;
            if (!isTooLong) {
                line.write(one);
            }
            one = in.read();
        }
        bytes++;
        if (isTooLong) {
            throw new BadLine(number, "it is longer than " + LONGEST + " bytes", false);
        }
        return withoutReturn(line.toByteArray());
    }

    private static byte[] withoutReturn(byte[] line) {
        boolean has = line.length > 0 && line[line.length - 1] == '\r';
        return has ? Arrays.copyOf(line, line.length - 1) : line;
    }

    /** So many bytes and the line end behind them; null when they are not there. */
    byte @Nullable [] block(int length) throws IOException {
        byte[] block = in.readNBytes(length);
        int one = in.read();
        if (one == '\r') {
            one = in.read();
            bytes++;
        }
        bytes += block.length + 1;
        for (byte each : block) {
            number += each == '\n' ? 1 : 0;
        }
        number++;
        return block.length == length && (one == '\n' || one < 0) ? block : null;
    }
}
