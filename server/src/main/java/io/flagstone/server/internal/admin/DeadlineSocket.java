package io.flagstone.server.internal.admin;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;

/**
 * A socket from which nothing can be read after a deadline, however little at a time the other side sends; TLS on top of
 * it reads through it, too.
 */
final class DeadlineSocket extends Socket {
    private final long deadline;

    /**
     * Not connected yet.
     *
     * @param deadline by {@link System#nanoTime}
     */
    DeadlineSocket(long deadline) {
        this.deadline = deadline;
    }

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(super.getInputStream()) {
            @Override
            public int read() throws IOException {
                hurry();
                return super.read();
            }

            @Override
            public int read(byte[] to, int from, int count) throws IOException {
                hurry();
                return super.read(to, from, count);
            }
        };
    }

    private void hurry() throws IOException {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
            throw new SocketTimeoutException("the time is over");
        }
        setSoTimeout((int) left);
    }
}
