package io.flagstone.server.tool;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Something on loopback that answers lines in its own way, and remembers them; an answer of null closes. */
final class Pretender implements AutoCloseable {
    private final ServerSocket listening;
    private final List<String> heard = new CopyOnWriteArrayList<>();
    private final Function<String, @Nullable String> answers;

    Pretender(Function<String, @Nullable String> answers) {
        this.answers = answers;
        try {
            listening = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        Thread thread = new Thread(this::run, "pretender");
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        while (!listening.isClosed()) {
            try (Socket socket = listening.accept()) {
                serve(socket);
            } catch (IOException e) {
                // the client or the test has had enough
            }
        }
    }

    private void serve(Socket socket) throws IOException {
        BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
        String line = in.readLine();
        while (line != null) {
            heard.add(line);
            String answer = answers.apply(line);
            if (answer == null) {
                return;
            }
            socket.getOutputStream().write(answer.getBytes(ISO_8859_1));
            line = in.readLine();
        }
    }

    String node() {
        return "127.0.0.1:" + listening.getLocalPort();
    }

    List<String> heard() {
        return heard;
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
