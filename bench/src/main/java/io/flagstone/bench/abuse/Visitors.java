package io.flagstone.bench.abuse;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * One thread's share of those who connect and go, at a steady rate. Of four, one asks for the version and closes, one asks and
 * resets, one says nothing for a while and closes, and one goes in the middle of a command.
 */
final class Visitors implements Callable<Visitors> {
    private static final int TIMEOUT_MILLIS = 10_000;
    private static final int KINDS = 4;

    private final InetSocketAddress address;
    private final int count;
    private final long nanosBetween;
    private final long silenceNanos;
    private final Queue<Silent> silent = new ArrayDeque<>();
    private int answered;
    private int refused;
    private int turnedAway;
    private int wrong;
    private long slowest;

    private record Silent(Socket socket, long since) {}

    /**
     * @param silence milliseconds for which the silent ones stay
     */
    Visitors(InetSocketAddress address, int count, double perSecond, long silence) {
        this.address = address;
        this.count = count;
        this.nanosBetween = (long) (TimeUnit.SECONDS.toNanos(1) / perSecond);
        this.silenceNanos = TimeUnit.MILLISECONDS.toNanos(silence);
    }

    @Override
    public Visitors call() {
        long due = System.nanoTime();
        for (int i = 0; i < count; i++) {
            sendHome(due);
            while (due - System.nanoTime() > 0) {
                LockSupport.parkNanos(due - System.nanoTime());
            }
            visit(i % KINDS);
            due += nanosBetween;
        }
        sendHome(Long.MAX_VALUE);
        return this;
    }

    private void visit(int kind) {
        long began = System.nanoTime();
        Socket socket = new Socket();
        try {
            socket.setSoTimeout(TIMEOUT_MILLIS);
            socket.connect(address, TIMEOUT_MILLIS);
            switch (kind) {
                case 0, 1 -> ask(socket);
                case 2 -> silent.add(new Silent(socket, began));
                default -> socket.getOutputStream().write("set a 0 0 1000\r\nhalf".getBytes(US_ASCII));
            }
            if (kind != 2) {
                end(socket, kind > 0);
            }
        } catch (IOException e) {
            refused++;
            end(socket, true);
        }
        slowest = Math.max(slowest, System.nanoTime() - began);
    }

    private void ask(Socket socket) throws IOException {
        socket.getOutputStream().write("version\r\n".getBytes(US_ASCII));
        byte[] reply = new byte[256];
        int length = 0;
        while (length < reply.length && (length == 0 || reply[length - 1] != '\n')) {
            int more = socket.getInputStream().read(reply, length, reply.length - length);
            if (more < 0) {
                throw new IOException("hung up");
            }
            length += more;
        }
        String said = new String(reply, 0, length, US_ASCII);
        if (said.startsWith("VERSION ")) {
            answered++;
        } else if (said.startsWith("ERROR Too many open connections")) {
            turnedAway++;
        } else {
            wrong++;
        }
    }

    private void sendHome(long now) {
        while (!silent.isEmpty()
                && (now == Long.MAX_VALUE || now - silent.element().since() > silenceNanos)) {
            end(silent.remove().socket(), true);
        }
    }

    /** By a reset, the client's port is free at once; otherwise it waits for a minute. */
    private static void end(Socket socket, boolean byReset) {
        try (socket) {
            if (byReset) {
                socket.setSoLinger(true, 0);
            }
        } catch (IOException e) {
            // it is gone either way
        }
    }

    int answered() {
        return answered;
    }

    /** Those that could not connect, or had no answer in ten seconds. */
    int refused() {
        return refused;
    }

    /** Those that came when there were as many connections as the server takes. */
    int turnedAway() {
        return turnedAway;
    }

    int wrong() {
        return wrong;
    }

    double slowestMillis() {
        return slowest / 1e6;
    }
}
