package io.flagstone.bench.hibernate.experiment;

import io.flagstone.bench.hibernate.arm.Kind;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.SplittableRandom;

/** Writes other things to a server until it must evict what it has. */
final class Filler {

    private static final int BATCH = 200;
    private static final int SMALLEST = 20;
    private static final int LARGEST = 600;

    private final boolean redis;
    private final InetSocketAddress address;
    private final SplittableRandom random;
    private long written;

    Filler(Kind kind, InetSocketAddress address, long seed) {
        this.redis = kind == Kind.REDISSON;
        this.address = address;
        this.random = new SplittableRandom(seed);
    }

    /** Writes so many things, or for so long; returns how many there were. */
    long fill(long most, Duration length) {
        long end = System.nanoTime() + length.toNanos();
        try (Socket socket = new Socket(address.getAddress(), address.getPort());
                OutputStream out = new BufferedOutputStream(socket.getOutputStream(), 1 << 16);
                InputStream in = new BufferedInputStream(socket.getInputStream())) {
            while (written < most && System.nanoTime() - end < 0) {
                for (int i = 0; i < BATCH; i++) {
                    out.write(command().getBytes(StandardCharsets.US_ASCII));
                }
                out.flush();
                for (int i = 0; i < BATCH; i++) {
                    skipLine(in);
                }
            }
            return written;
        } catch (IOException e) {
            throw new UncheckedIOException("filling a node", e);
        }
    }

    private String command() {
        String value = "x".repeat(random.nextInt(SMALLEST, LARGEST));
        String key = "filler" + written++;
        return redis
                ? "SET " + key + ' ' + value + "\r\n"
                : "set " + key + " 0 0 " + value.length() + "\r\n" + value + "\r\n";
    }

    private static void skipLine(InputStream in) throws IOException {
        int read = in.read();
        while (read != '\n') {
            if (read < 0) {
                throw new IOException("the server closed the connection");
            }
            read = in.read();
        }
    }
}
