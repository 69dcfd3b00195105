package io.flagstone.provider.internal.ring;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.flagstone.provider.testing.Golden;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Starts twemproxy (Debian: nutcracker) in front of listeners that know nothing, and writes down whom it asks. */
final class Twemproxy {

    private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();
    private static final int BATCH = 100;

    /** A memcached without items, which remembers what it was asked for. */
    private record Listener(int index, ServerSocket socket, Map<String, Integer> asked) implements Runnable {

        @Override
        public void run() {
            try (Socket proxy = socket.accept();
                    BufferedReader in = new BufferedReader(new InputStreamReader(proxy.getInputStream(), UTF_8))) {
                for (String line = in.readLine(); line != null; line = in.readLine()) {
                    asked.put(line.substring("get ".length()).trim(), index);
                    proxy.getOutputStream().write("END\r\n".getBytes(UTF_8));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private Twemproxy() {}

    /**
     * Writes {@code twemproxy.txt}. The list {@code ports} is configured as it stands, so its ports must be free; the
     * nodes of the others are nowhere, so they get the names that twemproxy would give them.
     *
     * @param arguments the directory
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Map<String, String> vectors = new LinkedHashMap<>();
        for (Map.Entry<String, List<Golden.Server>> list : Golden.lists().entrySet()) {
            vectors.put(list.getKey(), ask(list.getValue(), list.getKey().equals("ports")));
        }
        Files.writeString(Path.of(arguments[0], "twemproxy.txt"), Golden.written(vectors), UTF_8);
    }

    private static String ask(List<Golden.Server> servers, boolean inPlace) throws IOException, InterruptedException {
        Map<String, Integer> asked = new ConcurrentHashMap<>();
        List<ServerSocket> sockets = new ArrayList<>();
        StringBuilder lines = new StringBuilder();
        for (Golden.Server server : servers) {
            ServerSocket socket = new ServerSocket(inPlace ? server.port() : 0, 50, LOOPBACK);
            Thread thread = new Thread(new Listener(sockets.size(), socket, asked));
            thread.setDaemon(true);
            thread.start();
            sockets.add(socket);
            String name = server.port() == 11211 ? server.host() : server.host() + ":" + server.port();
            lines.append("   - 127.0.0.1:")
                    .append(socket.getLocalPort())
                    .append(':')
                    .append(server.weight());
            lines.append(inPlace ? "\n" : " " + name + "\n");
        }
        through(freePort(), lines.toString());
        for (ServerSocket socket : sockets) {
            socket.close();
        }
        StringBuilder nodes = new StringBuilder();
        Golden.keys().forEach(key -> nodes.append(asked.get(key)));
        return nodes.toString();
    }

    private static int freePort() throws IOException {
        try (ServerSocket free = new ServerSocket(0, 1, LOOPBACK)) {
            return free.getLocalPort();
        }
    }

    private static void through(int port, String servers) throws IOException, InterruptedException {
        Path file = Files.createTempFile("twemproxy", ".yml");
        Files.writeString(
                file,
                "all:\n  listen: 127.0.0.1:" + port + "\n  hash: md5\n  distribution: ketama\n"
                        + "  timeout: 10000\n  servers:\n" + servers);
        Process proxy = new ProcessBuilder("nutcracker", "-c", file.toString(), "-s", "" + (port ^ 1), "-m", "16384")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (Socket socket = connected(port)) {
            BufferedReader in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
            OutputStream out = socket.getOutputStream();
            List<String> keys = Golden.keys();
            for (int from = 0; from < keys.size(); from += BATCH) {
                StringBuilder requests = new StringBuilder();
                keys.subList(from, from + BATCH)
                        .forEach(key -> requests.append("get ").append(key).append("\r\n"));
                out.write(requests.toString().getBytes(UTF_8));
                for (int i = 0; i < BATCH; i++) {
                    String answer = in.readLine();
                    if (!"END".equals(answer)) {
                        throw new IllegalStateException("twemproxy answered " + answer);
                    }
                }
            }
        } finally {
            proxy.destroy();
            proxy.waitFor();
            Files.delete(file);
        }
    }

    private static Socket connected(int port) throws IOException, InterruptedException {
        for (int attempt = 0; ; attempt++) {
            try {
                return new Socket(LOOPBACK, port);
            } catch (IOException e) {
                if (attempt == 100) {
                    throw e;
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
    }
}
