package io.flagstone.testkit.router;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;

/** One client of the router: one thread takes its requests, another hands back the answers in their order. */
final class RoutedClient implements AutoCloseable {

    private static final byte[] UNKNOWN = "ERROR\r\n".getBytes(US_ASCII);
    private static final byte[] NO_OPERATION = "MN\r\n".getBytes(US_ASCII);

    private final Router router;
    private final Socket socket;
    private final BlockingQueue<CompletableFuture<byte[]>> answers = new LinkedBlockingQueue<>();
    private final Map<Integer, Backend> backends = new HashMap<>();

    RoutedClient(Router router, Socket socket) {
        this.router = router;
        this.socket = socket;
    }

    static void daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    void start() {
        daemon("router-requests", this::takeRequests);
        daemon("router-answers", this::handBack);
    }

    private void takeRequests() {
        try (InputStream in = new BufferedInputStream(socket.getInputStream())) {
            while (true) {
                take(in);
            }
        } catch (IOException clientGone) {
            close();
        }
    }

    private void take(InputStream in) throws IOException {
        byte[] line = line(in);
        String text = new String(line, US_ASCII).trim();
        String[] words = text.split(" ");
        CompletableFuture<byte[]> answer = new CompletableFuture<>();
        answers.add(answer);
        boolean keyed = text.matches("m[gsda] .*");
        if (!keyed) {
            answer.complete(words[0].equals("mn") ? NO_OPERATION : UNKNOWN);
            return;
        }
        ByteArrayOutputStream request = new ByteArrayOutputStream();
        request.write(line);
        if (words[0].equals("ms")) {
            request.write(block(in, Integer.parseInt(words[2])));
        }
        byte[] bytes = request.toByteArray();
        router.pass(text, answer, handedBack -> send(words[1], bytes, handedBack));
    }

    private synchronized void send(String key, byte[] request, CompletableFuture<byte[]> answer) {
        IOException last = null;
        for (int node : router.waysOf(key)) {
            try {
                Backend backend = backends.get(node);
                if (backend == null || backend.isOver()) {
                    backend = Backend.connected(router.address(node), router.patience());
                    backends.put(node, backend);
                }
                backend.send(request, answer);
                return;
            } catch (IOException e) {
                last = e;
            }
        }
        answer.complete(Backend.error("no node takes it: " + last));
    }

    private void handBack() {
        try (OutputStream out = new BufferedOutputStream(socket.getOutputStream())) {
            while (true) {
                CompletableFuture<byte[]> next = answers.poll();
                if (next == null) {
                    out.flush();
                    next = answers.take();
                } else if (!next.isDone()) {
                    out.flush();
                }
                out.write(next.get());
            }
        } catch (IOException clientGone) {
            close();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** With its end. */
    static byte[] line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        int b;
        do {
            b = in.read();
            if (b < 0) {
                throw new EOFException();
            }
            line.write(b);
        } while (b != '\n');
        return line.toByteArray();
    }

    /** A value, with its end. */
    static byte[] block(InputStream in, int size) throws IOException {
        byte[] block = in.readNBytes(size + 2);
        if (block.length < size + 2) {
            throw new EOFException();
        }
        return block;
    }

    @Override
    public void close() {
        Backend.closeQuietly(socket);
        synchronized (this) {
            backends.values().forEach(Backend::close);
        }
    }
}
