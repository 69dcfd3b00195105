package io.flagstone.testkit.fault;

import java.io.IOException;
import java.net.Socket;
import java.util.Arrays;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;

/**
 * Moves the bytes of one connection in one direction: one thread takes them in and notes when they are due, another sends
 * them on, so that a delay does not slow the stream down.
 */
final class Pump {
    private static final int PIECE = 16 * 1024;
    private static final int MOST_WAITING = 1_024;

    private final Socket from;
    private final Socket to;
    private final Wire wire;
    private final RandomGenerator random;
    private final Runnable onBreak;
    private final Runnable onEnd;
    private final BlockingQueue<Parcel> parcels = new LinkedBlockingQueue<>(MOST_WAITING);

    /**
     * @param onBreak called when a side is gone, or it is time for a reset
     * @param onEnd called when the stream has come to its orderly end
     */
    Pump(Socket from, Socket to, Wire wire, RandomGenerator random, Runnable onBreak, Runnable onEnd) {
        this.from = from;
        this.to = to;
        this.wire = wire;
        this.random = random;
        this.onBreak = onBreak;
        this.onEnd = onEnd;
    }

    /** Bytes and when they are due; none at the end of the stream. */
    private static final class Parcel {
        private final byte[] bytes;
        private final long due;

        Parcel(byte[] bytes, long due) {
            this.bytes = bytes;
            this.due = due;
        }
    }

    /** The two threads, not started. */
    Thread[] threads(String name) {
        return new Thread[] {
            new Thread(() -> run(this::takeIn), name + "-in"), new Thread(() -> run(this::sendOn), name + "-out")
        };
    }

    private interface Work {
        void run() throws IOException, InterruptedException;
    }

    private void run(Work work) {
        try {
            work.run();
        } catch (IOException broken) {
            onBreak.run();
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private void takeIn() throws IOException, InterruptedException {
        byte[] buffer = new byte[PIECE];
        long due = System.nanoTime();
        int read = 0;
        while (read >= 0) {
            read = from.getInputStream().read(buffer);
            if (read > 0) {
                wire.heard();
            }
            // Bytes never overtake each other, whatever the jitter.
            due = Math.max(due, System.nanoTime() + wire.drawDelayNanos(random));
            parcels.put(new Parcel(Arrays.copyOf(buffer, Math.max(0, read)), due));
        }
    }

    private void sendOn() throws IOException, InterruptedException {
        Parcel parcel = parcels.take();
        while (parcel.bytes.length > 0) {
            TimeUnit.NANOSECONDS.sleep(parcel.due - System.nanoTime());
            if (wire.pass()) {
                send(parcel.bytes);
            }
            parcel = parcels.take();
        }
        TimeUnit.NANOSECONDS.sleep(parcel.due - System.nanoTime());
        if (wire.pass()) {
            to.shutdownOutput();
            onEnd.run();
        }
    }

    private void send(byte[] bytes) throws IOException, InterruptedException {
        int sent = 0;
        while (sent < bytes.length) {
            int piece = wire.pieceOf(bytes.length - sent);
            int taken = wire.take(piece);
            to.getOutputStream().write(bytes, sent, taken);
            if (taken < piece) {
                throw new IOException("time for a reset");
            }
            sent += taken;
            TimeUnit.NANOSECONDS.sleep(wire.pauseNanos());
        }
    }
}
