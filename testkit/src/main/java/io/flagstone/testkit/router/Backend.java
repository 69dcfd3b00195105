package io.flagstone.testkit.router;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The router's connection to one node, for one client. It ends with the first answer that is late or missing; what was sent on it may
 * be carried out all the same.
 */
final class Backend implements AutoCloseable {

    private static final int LOOK_MILLIS = 10;

    private final Socket socket;
    private final Duration patience;
    private final Queue<Due> due = new ArrayDeque<>();
    private boolean over;

    private record Due(CompletableFuture<byte[]> answer, long since) {}

    private Backend(Socket socket, Duration patience) {
        this.socket = socket;
        this.patience = patience;
    }

    static Backend connected(InetSocketAddress node, Duration patience) throws IOException {
        Socket socket = new Socket();
        try {
            socket.connect(node, (int) patience.toMillis());
            socket.setTcpNoDelay(true);
        } catch (IOException e) {
            closeQuietly(socket);
            throw e;
        }
        Backend backend = new Backend(socket, patience);
        RoutedClient.daemon("router-node", backend::takeAnswers);
        return backend;
    }

    /** An answer of the router's own. */
    static byte[] error(String why) {
        return ("SERVER_ERROR router: " + why + "\r\n").getBytes(US_ASCII);
    }

    synchronized boolean isOver() {
        return over;
    }

    synchronized void send(byte[] request, CompletableFuture<byte[]> answer) throws IOException {
        if (over) {
            throw new IOException("the connection has ended");
        }
        due.add(new Due(answer, System.nanoTime()));
        try {
            socket.getOutputStream().write(request);
        } catch (IOException e) {
            end("the connection broke"); // the request may have arrived all the same
        }
    }

    /** Reads all the time, so that it hears of the node's end at once, and looks now and then who waits for too long. */
    private void takeAnswers() {
        try (InputStream in = new BufferedInputStream(socket.getInputStream())) {
            while (awaitByte(in)) {
                socket.setSoTimeout((int) patience.toMillis());
                byte[] answer = answer(in);
                Due next = next();
                if (next == null) {
                    throw new IOException("an answer to nothing");
                }
                next.answer().complete(answer);
            }
            end("the node did not answer in time");
        } catch (IOException e) {
            end("the connection broke");
        }
    }

    /** False when somebody has waited for too long. */
    private boolean awaitByte(InputStream in) throws IOException {
        socket.setSoTimeout(LOOK_MILLIS);
        while (!isLate()) {
            in.mark(1);
            try {
                if (in.read() < 0) {
                    throw new EOFException();
                }
                in.reset();
                return true;
            } catch (SocketTimeoutException e) {
                // not yet
            }
        }
        return false;
    }

    private synchronized boolean isLate() {
        Due oldest = due.peek();
        return oldest != null && System.nanoTime() - oldest.since() > patience.toNanos();
    }

    private synchronized @Nullable Due next() {
        return due.poll();
    }

    private static byte[] answer(InputStream in) throws IOException {
        byte[] line = RoutedClient.line(in);
        String text = new String(line, US_ASCII).trim();
        if (!text.startsWith("VA ")) {
            return line;
        }
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        whole.write(line);
        whole.write(RoutedClient.block(in, Integer.parseInt(text.split(" ")[1])));
        return whole.toByteArray();
    }

    private synchronized void end(String why) {
        over = true;
        closeQuietly(socket);
        due.forEach(each -> each.answer().complete(error(why)));
        due.clear();
    }

    @Override
    public void close() {
        end("the client has gone");
    }

    static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException alreadyBroken) {
            // it is closed all the same
        }
    }
}
